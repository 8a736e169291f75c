import { useQuery } from '@tanstack/react-query'
import { listContractors, type Contractor } from '#contract/contractors.ts'
import { call } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Select } from '../../../ui/select.tsx'

export type ContractorChoiceProps = {
  residenceId: string
  value: string | null
  onChange: (contractorId: string | null) => void
  error?: string | undefined
}

const nobody = 'nobody'

/** One of the home's tradespeople, or nobody; not there while the home has none. */
export function ContractorChoice({ residenceId, value, onChange, error }: ContractorChoiceProps) {
  const params = { residenceId }
  const { data = [] } = useQuery({
    queryKey: [listContractors.path, params, 'all'],
    queryFn: ({ signal }) => everyContractor(residenceId, signal)
  })
  if (data.length === 0) return null
  return (
    <Select
      label={t('contractors.choose')}
      options={[
        { value: nobody, label: t('contractors.nobody') },
        ...data.map(({ id, name }) => ({ value: id, label: name }))
      ]}
      value={value ?? nobody}
      onChange={(chosen) => onChange(chosen === nobody ? null : chosen)}
      error={error}
    />
  )
}

async function everyContractor(residenceId: string, signal: AbortSignal): Promise<Contractor[]> {
  const all: Contractor[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { limit: 100, ...(cursor === undefined ? {} : { cursor }) }
    const page = await call(listContractors, { params: { residenceId }, query }, signal)
    all.push(...page.items)
    cursor = page.nextCursor
  }
  return all
}
