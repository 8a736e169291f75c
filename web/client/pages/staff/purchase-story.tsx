import type { ReactNode } from 'react'
import type { StaffPurchase } from '#contract/staff.ts'
import { formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { factKind, factWords } from './fact-words.ts'
import { Facts } from './facts.tsx'
import { causeWords, detailWords } from './staff-words.ts'

/** Whose it was, what it has been, what the store sent and says: the newest first, most of it folded away. */
export function PurchaseStory({ purchase: { epochs, history, events, facts } }: { purchase: StaffPurchase }) {
  return (
    <Card className="staff-story">
      <Disclosure label={t('staff.owners')} summary={String(epochs.length)} defaultOpen>
        <Lines
          lines={epochs.map(({ account, evidence, from, to, endedBy }) => ({
            what: account.email === '' ? t('staff.goneAccount') : account.email,
            more: [
              t(`staff.evidence.${evidence}`),
              to === null
                ? t('staff.since', { date: formatInstant(from) })
                : t('staff.fromUntil', { from: formatInstant(from), to: formatInstant(to) }),
              ...(endedBy === null ? [] : [t(`staff.endedBy.${endedBy}`)])
            ]
          }))}
        />
      </Disclosure>
      <Disclosure label={t('staff.history')} summary={String(history.length)}>
        <Lines
          lines={history.map(({ at, state, productId, cause }) => ({
            what: t(`staff.state.${state}`),
            more: [formatInstant(at), ...(productId === null ? [] : [productId]), causeWords(cause)]
          }))}
        />
      </Disclosure>
      <Disclosure label={t('staff.events')} summary={String(events.length)}>
        <Lines
          lines={events.map(({ type, subtype, receivedAt, outcomes }) => ({
            what: [type, ...(subtype === null ? [] : [subtype])].join(' '),
            more: [
              formatInstant(receivedAt),
              ...outcomes.map(({ outcome, detail }) =>
                [t(`staff.became.${outcome}`), ...(detail === null ? [] : [detailWords(detail)])].join(': ')
              )
            ]
          }))}
        />
      </Disclosure>
      <Disclosure label={t('staff.facts')} summary={String(facts.length)}>
        {facts.map(({ kind, saidAt, fields }) => (
          <section key={JSON.stringify([kind, saidAt, fields])} className="staff-fact">
            <h3>
              {factKind(kind)} · {formatInstant(saidAt)}
            </h3>
            <Facts facts={factWords(fields)} />
          </section>
        ))}
      </Disclosure>
    </Card>
  )
}

function Lines({ lines }: { lines: readonly { what: string; more: readonly string[] }[] }): ReactNode {
  if (lines.length === 0) return <p className="muted">{t('staff.nothing')}</p>
  return (
    <ol className="list-plain">
      {lines.map(({ what, more }) => (
        <li key={[what, ...more].join(' ')} className="staff-line">
          <p>{what}</p>
          <p className="small muted">{more.join(' · ')}</p>
        </li>
      ))}
    </ol>
  )
}
