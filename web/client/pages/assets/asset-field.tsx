import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getAsset, listAssets, type Asset } from '#contract/assets.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { SearchField } from '../../../ui/search-field.tsx'

export type AssetFieldProps = {
  residenceId: string
  value: string | null
  onChange: (asset: Asset | undefined) => void
  error?: string | undefined
}

/** One of the home's appliances, found by typing; a home may have thousands. */
export function AssetField({ residenceId, value, onChange, error }: AssetFieldProps) {
  const [search, setSearch] = useState('')
  const { selected, setPicked, isKnown } = useSelected(value)
  const query = { limit: 20, ...(search !== '' && { search }) }
  const { data } = useQuery({
    ...q(listAssets, { params: { residenceId }, query }),
    placeholderData: keepPreviousData
  })
  const assets = data?.items ?? []
  if (!isKnown) return null
  return (
    <SearchField
      label={t('task.asset')}
      options={assets.map((asset) => ({ value: asset.id, label: asset.name, second: modelOf(asset) }))}
      selected={selected && { value: selected.id, label: selected.name }}
      onSearch={setSearch}
      onChange={(id) => {
        const asset = assets.find((each) => each.id === id)
        setPicked(asset)
        onChange(asset)
      }}
      emptyText={t('task.assetNone')}
      clearLabel={t('task.assetClear')}
      error={error}
    />
  )
}

/** What is chosen: it was just picked, or it is read. */
function useSelected(value: string | null) {
  const [picked, setPicked] = useState<Asset>()
  const { data, isPending } = useQuery({
    ...q(getAsset, { params: { assetId: value ?? '' } }),
    enabled: value !== null && picked?.id !== value
  })
  const found = picked?.id === value ? picked : data
  const selected = value === null ? undefined : found
  return { selected, setPicked, isKnown: value === null || selected !== undefined || !isPending }
}

function modelOf({ make, model }: Asset): string {
  return [make, model].filter((each) => each !== null).join(' ')
}
