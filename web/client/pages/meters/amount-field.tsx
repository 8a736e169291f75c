import type { MeterUnit } from '#contract/meters.ts'
import { t } from '../../../messages/i18n.ts'
import { NumberField } from '../../../ui/number-field.tsx'
import { unitKey } from './unit-words.ts'

export type AmountFieldProps = {
  label: string
  unit: MeterUnit
  value: number | undefined
  onChange: (amount: number | undefined) => void
  description?: string | undefined
  error?: string | undefined
}

/** An amount in a meter's unit, to thousandths. */
export function AmountField({ label, unit, value, onChange, description, error }: AmountFieldProps) {
  return (
    <NumberField
      label={label}
      description={description}
      suffix={t(unitKey[unit])}
      minValue={0}
      maxValue={1_000_000_000}
      formatOptions={{ maximumFractionDigits: 3 }}
      value={value ?? Number.NaN}
      onChange={(amount) => onChange(Number.isNaN(amount) ? undefined : amount)}
      error={error}
    />
  )
}
