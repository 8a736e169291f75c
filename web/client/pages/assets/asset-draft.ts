import type { Asset, AssetKind, NewAsset } from '#contract/assets.ts'
import type { Residence } from '#contract/residences.ts'
import { currencyOf } from '../task/currency.ts'

/** An appliance while it is edited. */
export type AssetDraft = {
  name: string
  kind: AssetKind
  areaId: string | null
  make: string
  model: string
  serial: string
  installedOn: string | null
  /** Minor units. */
  price: number | undefined
  currency: string
  life: number | undefined
  warrantyEndsOn: string | null
  notes: string
}

export function newAssetDraft(home: Pick<Residence, 'country'>, locale: string, areaId: string | null): AssetDraft {
  return {
    name: '',
    kind: 'other',
    areaId,
    make: '',
    model: '',
    serial: '',
    installedOn: null,
    price: undefined,
    currency: currencyOf(home.country, locale),
    life: undefined,
    warrantyEndsOn: null,
    notes: ''
  }
}

export function assetDraft(asset: Asset, home: Pick<Residence, 'country'>, locale: string): AssetDraft {
  const { name, kind, areaId, installedOn, warrantyEndsOn } = asset
  return {
    name,
    kind,
    areaId,
    make: asset.make ?? '',
    model: asset.model ?? '',
    serial: asset.serial ?? '',
    installedOn,
    price: asset.price?.minor,
    currency: asset.price?.currency ?? currencyOf(home.country, locale),
    life: asset.expectedLifeYears ?? undefined,
    warrantyEndsOn,
    notes: asset.notes ?? ''
  }
}

/** What is sent. */
export function assetOf(draft: AssetDraft): Required<NewAsset> {
  const { kind, areaId, installedOn, price, currency, life, warrantyEndsOn } = draft
  return {
    name: draft.name.trim(),
    kind,
    areaId,
    make: textOf(draft.make),
    model: textOf(draft.model),
    serial: textOf(draft.serial),
    installedOn,
    price: price === undefined ? null : { minor: price, currency },
    expectedLifeYears: life ?? null,
    warrantyEndsOn,
    notes: textOf(draft.notes)
  }
}

function textOf(typed: string): string | null {
  return typed.trim() === '' ? null : typed.trim()
}
