import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { NumberField as AriaNumberField } from 'react-aria-components/NumberField'
import { FieldFrame, type FieldText } from './field.tsx'

export type MoneyFieldProps = FieldText & {
  /** ISO 4217 code; decides the decimals. */
  currency: string
  /** Minor units (cents), undefined when empty. */
  value: number | undefined
  onChange: (minor: number | undefined) => void
}

/** Money is typed as people write it and handed on in minor units. */
export function MoneyField({ label, description, error, currency, value, onChange }: MoneyFieldProps) {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  const scale = 10 ** digits

  return (
    <AriaNumberField
      className="field"
      minValue={0}
      value={value === undefined ? Number.NaN : value / scale}
      onChange={(amount) => onChange(Number.isNaN(amount) ? undefined : Math.round(amount * scale))}
      formatOptions={{ style: 'currency', currency }}
      isInvalid={error !== undefined}
    >
      <FieldFrame label={label} description={description} error={error}>
        <Group className="input-group">
          <Input className="input figures" inputMode="decimal" />
        </Group>
      </FieldFrame>
    </AriaNumberField>
  )
}
