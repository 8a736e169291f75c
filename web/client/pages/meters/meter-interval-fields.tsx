import { t } from '../../../messages/i18n.ts'
import { Select } from '../../../ui/select.tsx'
import { AmountField } from './amount-field.tsx'
import { useMeters } from './use-meters.ts'

const none = 'none'

/** While it is edited: no amount yet is undefined. */
export type IntervalDraft = { meterId: string; every: number | undefined } | null

export type MeterIntervalFieldsProps = {
  residenceId: string
  value: IntervalDraft
  onChange: (value: IntervalDraft) => void
  error: string | undefined
}

/** Due every so often of a meter, beside the schedule: whichever comes first. */
export function MeterIntervalFields({ residenceId, value, onChange, error }: MeterIntervalFieldsProps) {
  const { data: meters = [] } = useMeters(residenceId)
  const meter = meters.find(({ id }) => id === value?.meterId)
  return (
    <>
      <Select
        label={t('meters.meter')}
        description={t(meters.length === 0 ? 'meters.noneForTask' : 'meters.whichever')}
        options={[
          { value: none, label: t('choice.none') },
          ...meters.map(({ id, name }) => ({ value: id, label: name }))
        ]}
        value={value?.meterId ?? none}
        onChange={(id) => onChange(id === none ? null : { meterId: id, every: value?.every })}
        error={error}
      />
      {meter && value && (
        <AmountField
          label={t('meters.every')}
          unit={meter.unit}
          value={value.every}
          onChange={(every) => onChange({ ...value, every })}
          error={value.every === undefined ? t('field.required') : undefined}
        />
      )}
    </>
  )
}
