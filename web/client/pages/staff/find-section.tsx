import { skipToken, useQuery } from '@tanstack/react-query'
import type { Output } from '#contract/route.ts'
import { findPurchases } from '#contract/staff.ts'
import { call, type ApiProblem } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { SegmentedControl } from '../../../ui/radio-group.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { Form } from '../../form.tsx'
import { fieldTexts } from '../../problem-text.ts'
import { useForm } from '../../use-form.ts'
import { AccountCard } from './account-card.tsx'
import { PurchaseList } from './purchase-list.tsx'
import { onPurpose, usePlace, type Question } from './reading.ts'

const ways = ['order', 'email', 'account'] as const
type Found = Output<typeof findPurchases>

/** By the order, the address or the account. What was found stays until something else is looked for. */
export function FindSection() {
  const [{ question }, go] = usePlace()
  const finding = useQuery<Found, ApiProblem>({
    queryKey: [findPurchases.path, question],
    queryFn: question === undefined ? skipToken : ({ signal }) => find(question, signal),
    ...onPurpose
  })
  const { by = 'order', value = '' } = question ?? {}
  const form = useForm({ by, value }, ['value'], fieldTexts(finding.error))
  const way = form.draft.by
  return (
    <div className="stack">
      <Card aria-label={t('staff.find')}>
        <Form
          check={form.check}
          sending={{ isPending: finding.isFetching, problem: finding.error }}
          submitLabel={t('staff.look')}
          onSubmit={() => go({ question: { by: way, value: form.draft.value.trim(), time: Date.now() } })}
        >
          <SegmentedControl
            label={t('staff.by')}
            options={ways.map((one) => ({ value: one, label: t(`staff.by.${one}`) }))}
            value={way}
            onChange={(chosen) => form.set('by', chosen)}
          />
          <TextField
            {...form.field('value')}
            label={t(`staff.by.${way}`)}
            description={t(`staff.by.${way}Hint`)}
            autoComplete="off"
            spellCheck="false"
            maxLength={2000}
            isRequired
            validationBehavior="aria"
          />
        </Form>
      </Card>
      <output className="muted">{finding.data && foundWords(finding.data)}</output>
      {finding.data?.account && <AccountCard account={finding.data.account} />}
      {finding.data && <PurchaseList purchases={finding.data.purchases} />}
    </div>
  )
}

function find({ by, value }: Question, signal: AbortSignal): Promise<Found> {
  return call(findPurchases, { body: { by, value } }, signal)
}

function foundWords({ account, purchases: { length: count } }: Found): string {
  if (count > 0) return t('staff.found', { count })
  return account === null ? t('staff.nothingFound') : t('staff.boughtNothing')
}
