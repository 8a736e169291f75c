import { createAsset, updateAsset, type Asset } from '#contract/assets.ts'
import type { Residence } from '#contract/residences.ts'
import { etagOf } from '../../../api.ts'
import { activeLocale, t } from '../../../messages/i18n.ts'
import { ComboBox } from '../../../ui/combo-box.tsx'
import { DateField } from '../../../ui/date-field.tsx'
import { Sheet } from '../../../ui/dialog.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { MoneyField } from '../../../ui/money-field.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import { showToast } from '../../../ui/toast.ts'
import { changesOf } from '../../changes.ts'
import { Form } from '../../form.tsx'
import { useForm } from '../../use-form.ts'
import { useRebased } from '../../use-rebased.ts'
import { useSend } from '../../use-send.ts'
import { AreaField } from './area-field.tsx'
import { assetDraft, assetOf, newAssetDraft, type AssetDraft } from './asset-draft.ts'
import { kindKey, kinds } from './kind-words.ts'

export type AssetSheetProps = {
  home: Residence
  /** Of a new one: where it stands. */
  areaId?: string | null
  /** One that exists. */
  asset?: Asset
  onClose: () => void
}

/** A new appliance, or one that exists. */
export function AssetSheet({ home, areaId = null, asset, onClose }: AssetSheetProps) {
  return (
    <Sheet isOpen onClose={onClose} title={t(asset ? 'asset.edit' : 'asset.new')} closeLabel={t('app.close')}>
      {asset ? (
        <EditAsset asset={asset} home={home} onClose={onClose} />
      ) : (
        <NewAsset home={home} areaId={areaId} onClose={onClose} />
      )}
    </Sheet>
  )
}

function NewAsset({ home, areaId, onClose }: { home: Residence; areaId: string | null; onClose: () => void }) {
  const sending = useSend(createAsset, {
    onDone: ({ name }) => {
      onClose()
      showToast({ text: t('asset.created', { name }) })
    }
  })
  const form = useForm(newAssetDraft(home, activeLocale(), areaId), ['name'], sending.fields)
  return (
    <Form
      submitLabel={t('asset.create')}
      sending={sending}
      check={form.check}
      onSubmit={() => sending.send({ params: { residenceId: home.id }, body: assetOf(form.draft) })}
    >
      <AssetFields form={form} residenceId={home.id} fields={sending.fields} />
    </Form>
  )
}

function EditAsset({ asset, home, onClose }: { asset: Asset; home: Residence; onClose: () => void }) {
  const sending = useSend(updateAsset, {
    onDone: () => {
      onClose()
      showToast({ text: t('action.saved') })
    }
  })
  const current = assetDraft(asset, home, activeLocale())
  const form = useForm(current, ['name'], sending.fields)
  useRebased(current, form.draft, form.replace)
  return (
    <Form
      submitLabel={t('action.save')}
      sending={sending}
      check={form.check}
      onSubmit={() => {
        const body = changesOf(asset, assetOf(form.draft))
        if (body === undefined) return onClose()
        const ifMatch = etagOf(asset)
        sending.send({ params: { assetId: asset.id }, body, ...(ifMatch === undefined ? {} : { ifMatch }) })
      }}
    >
      <AssetFields form={form} residenceId={home.id} fields={sending.fields} />
    </Form>
  )
}

type FieldsProps = {
  form: ReturnType<typeof useForm<AssetDraft>>
  residenceId: string
  fields: Readonly<Record<string, string>>
}

function AssetFields({ form, residenceId, fields }: FieldsProps) {
  const { draft, field, set } = form
  const options = kinds
    .map((value) => ({ value, label: t(kindKey[value]) }))
    .sort((one, other) => one.label.localeCompare(other.label, activeLocale()))
  return (
    <>
      <TextField
        label={t('asset.name')}
        maxLength={120}
        isRequired
        placeholder={t('asset.nameExample')}
        {...field('name')}
      />
      <div className="asset-pair">
        <ComboBox
          label={t('asset.kind')}
          options={options}
          value={draft.kind}
          onChange={(chosen) => set('kind', kinds.find((kind) => kind === chosen) ?? 'other')}
          emptyText={t('asset.kindNone')}
        />
        <AreaField
          residenceId={residenceId}
          value={draft.areaId}
          onChange={(areaId) => set('areaId', areaId)}
          error={fields['areaId']}
        />
      </div>
      <Numbers form={form} />
      <Money form={form} fields={fields} />
      <TextArea label={t('asset.notes')} rows={3} maxLength={10_000} {...field('notes')} />
    </>
  )
}

function Numbers({ form: { draft, field } }: Pick<FieldsProps, 'form'>) {
  const isKnown = draft.make !== '' || draft.model !== '' || draft.serial !== ''
  return (
    <Disclosure label={t('asset.numbers')} summary={t('asset.numbersSummary')} defaultOpen={isKnown}>
      <div className="asset-pair">
        <TextField label={t('asset.make')} maxLength={120} {...field('make')} />
        <TextField label={t('asset.model')} maxLength={120} {...field('model')} />
      </div>
      <TextField label={t('asset.serial')} maxLength={120} spellCheck="false" {...field('serial')} />
    </Disclosure>
  )
}

function Money({ form: { draft, field, set }, fields }: Omit<FieldsProps, 'residenceId'>) {
  const { installedOn, price, life, warrantyEndsOn } = draft
  const isKnown = installedOn !== null || price !== undefined || life !== undefined || warrantyEndsOn !== null
  return (
    <Disclosure label={t('asset.money')} summary={t('asset.moneySummary')} defaultOpen={isKnown}>
      <div className="asset-pair">
        <DateField label={t('asset.installedOn')} clearLabel={t('date.clear')} {...field('installedOn')} />
        <MoneyField label={t('asset.price')} currency={draft.currency} {...field('price')} />
      </div>
      <div className="asset-pair">
        <NumberField
          label={t('asset.life')}
          suffix={t('asset.years')}
          minValue={1}
          maxValue={200}
          value={life ?? Number.NaN}
          onChange={(years) => set('life', Number.isNaN(years) ? undefined : Math.round(years))}
          error={fields['expectedLifeYears']}
        />
        <DateField label={t('asset.warrantyEndsOn')} clearLabel={t('date.clear')} {...field('warrantyEndsOn')} />
      </div>
    </Disclosure>
  )
}
