import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { addSuggestions, previewPlan, type Plan } from '#contract/catalogue.ts'
import type { Task } from '#contract/tasks.ts'
import { call } from '../../../api.ts'
import { formatDate, formatMinutes } from '../../../messages/formats.ts'
import { activeLanguage, t } from '../../../messages/i18n.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { Loaded } from '../../loaded.tsx'
import { problemText } from '../../problem-text.ts'
import { useSend } from '../../use-send.ts'
import { acceptedTasks, monthsOf, type PlanMonth } from './plan-months.ts'

export type PlanPreviewProps = {
  residenceId: string
  templateIds: readonly string[]
  /** The appliance that all of it is for. */
  assetId?: string
  onAdded: (tasks: readonly Task[]) => void
  onBack: () => void
  /** What the way back is called. */
  backLabel: string
}

/** The year as it would be, to accept or trim; only accepting writes anything. */
export function PlanPreview({ residenceId, templateIds, assetId, onAdded, onBack, backLabel }: PlanPreviewProps) {
  const [left, setLeft] = useState(templateIds)
  const language = activeLanguage()
  const params = { residenceId }
  const query = useQuery({
    queryKey: [previewPlan.path, params, language, left],
    queryFn: ({ signal }) => call(previewPlan, { params, body: { language, templateIds: [...left] } }, signal),
    enabled: left.length > 0,
    placeholderData: keepPreviousData
  })
  const sending = useSend(addSuggestions, { onDone: ({ items }) => onAdded(items) })
  const { problem } = sending

  return (
    <div className="stack">
      {problem !== null && !sending.isPending && <FormError>{problemText(problem)}</FormError>}
      {left.length === 0 ? (
        <p className="muted">{t('plan.nothingLeft')}</p>
      ) : (
        <Loaded query={query} skeleton={[10, 4, 4, 4]}>
          {(plan) => <Year plan={plan} onRemove={(id) => setLeft(left.filter((each) => each !== id))} />}
        </Loaded>
      )}
      <div className="plan-actions">
        <Button onPress={onBack}>{backLabel}</Button>
        {left.length > 0 && (
          <Button
            variant="primary"
            isPending={sending.isPending || query.data === undefined}
            onPress={() =>
              query.data &&
              sending.send({ params, body: { language, tasks: acceptedTasks(query.data, new Set(left), assetId) } })
            }
          >
            {t('plan.accept', { count: left.length })}
          </Button>
        )}
      </div>
    </div>
  )
}

function Year({ plan, onRemove }: { plan: Plan; onRemove: (templateId: string) => void }) {
  const months = monthsOf(plan)
  return (
    <>
      <Card aria-labelledby="plan-year">
        <h2 id="plan-year" className="card-title">
          {t('plan.year')}
        </h2>
        <p className="muted">{t('plan.levelled')}</p>
        <Bars months={months} />
      </Card>
      <Card aria-labelledby="plan-tasks">
        <h2 id="plan-tasks" className="card-title">
          {t('plan.chosen', { count: plan.items.length })}
        </h2>
        <ul className="plan-tasks">
          {plan.items.map(({ templateId, title, minutes, dates }) => (
            <li key={templateId}>
              <span className="grow">
                {title}
                <span className="plan-first">
                  {dates[0] === undefined
                    ? t('plan.laterThanYear')
                    : t('plan.first', { date: formatDate(dates[0], 'medium') })}{' '}
                  · {formatMinutes(minutes)}
                </span>
              </span>
              <IconButton label={t('plan.remove', { title })} onPress={() => onRemove(templateId)}>
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      </Card>
      <section aria-label={t('plan.byMonth')} className="stack-small">
        {months
          .filter(({ entries }) => entries.length > 0)
          .map((month, index) => (
            <Month key={month.month} month={month} isOpen={index === 0} />
          ))}
      </section>
    </>
  )
}

/** Minutes of each month as a plot; the months below say the same in words. */
function Bars({ months }: { months: readonly PlanMonth[] }) {
  const most = Math.max(1, ...months.map(({ minutes }) => minutes))
  return (
    <div className="plan-bars" aria-hidden>
      {months.map(({ month, minutes }) => (
        <div key={month} className="plan-bar" title={`${formatDate(month, 'month')}: ${formatMinutes(minutes)}`}>
          <span className="plan-bar-fill" style={{ height: `${(minutes / most) * 100}%` }} />
          <span className="plan-bar-label">
            {formatDate(month, 'short')
              .replaceAll(/[\d.\s]/g, '')
              .slice(0, 3)}
          </span>
        </div>
      ))}
    </div>
  )
}

function Month({ month: { month, minutes, entries }, isOpen }: { month: PlanMonth; isOpen: boolean }) {
  return (
    <div className="plan-month">
      <Disclosure label={formatDate(month, 'month')} summary={formatMinutes(minutes)} defaultOpen={isOpen}>
        <ul className="plan-entries">
          {entries.map(({ templateId, title, date, minutes: each }) => (
            <li key={`${templateId} ${date}`}>
              <time dateTime={date}>{formatDate(date, 'medium')}</time>
              <span className="grow">{title}</span>
              <span className="muted figures">{formatMinutes(each)}</span>
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  )
}
