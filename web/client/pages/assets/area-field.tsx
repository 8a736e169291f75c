import { t } from '../../../messages/i18n.ts'
import { Select } from '../../../ui/select.tsx'
import { useAreas } from './use-areas.ts'

const none = 'none'

export type AreaFieldProps = {
  residenceId: string
  value: string | null
  onChange: (areaId: string | null) => void
  /** What choosing none is called. */
  noneLabel?: string
  error?: string | undefined
}

/** One of the home's rooms, or none. */
export function AreaField({ residenceId, value, onChange, noneLabel, error }: AreaFieldProps) {
  const { data = [] } = useAreas(residenceId)
  return (
    <Select
      label={t('task.area')}
      options={[
        { value: none, label: noneLabel ?? t('choice.none') },
        ...data.map(({ id, name }) => ({ value: id, label: name }))
      ]}
      value={value ?? none}
      onChange={(chosen) => onChange(chosen === none ? null : chosen)}
      error={error}
    />
  )
}
