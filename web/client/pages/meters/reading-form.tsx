import { useState } from 'react'
import { addReading, type Meter } from '#contract/meters.ts'
import type { ApiProblem } from '../../../api.ts'
import { t, type PlainKey } from '../../../messages/i18n.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { DateField } from '../../../ui/date-field.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Form } from '../../form.tsx'
import { useSend } from '../../use-send.ts'
import { AmountField } from './amount-field.tsx'

/** What the meter shows now; that it began again or was replaced is asked where it matters. */
export function ReadingForm({ meter, today }: { meter: Meter; today: string }) {
  const [value, setValue] = useState<number>()
  const [readOn, setReadOn] = useState<string | null>(today)
  const [rolledOver, setRolledOver] = useState(false)
  const [former, setFormer] = useState<number>()
  const [isReplaced, setReplaced] = useState(false)
  const [missing, setMissing] = useState(false)
  const sending = useSend(addReading, { onDone: () => void showToast({ text: t('meters.added') }) })
  const shownBefore = latestOf(meter)
  const isLower = value !== undefined && value < shownBefore
  return (
    <Form
      submitLabel={t('meters.save')}
      sending={{ ...sending, problem: isReadingProblem(sending.problem) ? null : sending.problem }}
      check={() => {
        setMissing(value === undefined)
        return value !== undefined
      }}
      onSubmit={() => {
        if (value === undefined) return
        const since = isReplaced ? { formerValue: former ?? shownBefore } : { rolledOver: isLower && rolledOver }
        const body = { value, ...since, ...(readOn !== null && { readOn }) }
        sending.send({ params: { meterId: meter.id }, body })
      }}
    >
      <AmountField
        label={t(isReplaced ? 'meters.newShows' : 'meters.shows')}
        unit={meter.unit}
        value={value}
        onChange={setValue}
        error={missing ? t('field.required') : readingText(sending.problem)}
      />
      <DateField label={t('meters.readOn')} max={today} value={readOn} onChange={setReadOn} />
      {mayHaveRolledOver(meter, isLower && !isReplaced) && (
        <Checkbox isSelected={rolledOver} onChange={setRolledOver}>
          {t('meters.rolledOver')}
        </Checkbox>
      )}
      {meter.latest !== null && (
        <Checkbox isSelected={isReplaced} onChange={setReplaced}>
          {t('meters.replaced')}
        </Checkbox>
      )}
      {isReplaced && (
        <AmountField label={t('meters.formerShowed')} unit={meter.unit} value={former} onChange={setFormer} />
      )}
    </Form>
  )
}

function latestOf({ latest }: Meter): number {
  return latest?.value ?? 0
}

function mayHaveRolledOver({ digits }: Meter, isLower: boolean): boolean {
  return isLower && digits !== null
}

function isReadingProblem(problem: ApiProblem | null): boolean {
  return problem?.code === 'reading_refused'
}

const reasonKey: Readonly<Record<string, PlainKey>> = {
  lower_than_before: 'meters.lower',
  higher_than_after: 'meters.higher',
  more_than_digits: 'meters.tooManyDigits',
  in_future: 'meters.inFuture'
}

/** Why a reading cannot be, with what to do about it. */
export function readingText(problem: ApiProblem | null): string | undefined {
  if (!isReadingProblem(problem)) return undefined
  return t(reasonKey[problem?.fields[0]?.reason ?? ''] ?? 'error.reading_refused')
}
