import { createMeter, type MeterUnit } from '#contract/meters.ts'
import { t } from '../../../messages/i18n.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { Form } from '../../form.tsx'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'
import { unitKey, units } from './unit-words.ts'

type Draft = { name: string; unit: MeterUnit; digits: number | undefined }

export type NewMeterDialogProps = { residenceId: string; assetId: string | undefined; onClose: () => void }

export function NewMeterDialog({ residenceId, assetId, onClose }: NewMeterDialogProps) {
  const sending = useSend(createMeter, { onDone: onClose })
  const form = useForm<Draft>({ name: '', unit: 'hour', digits: undefined }, ['name'], sending.fields)
  const { draft, field, set } = form
  return (
    <Dialog isOpen onClose={onClose} title={t('meters.new')} closeLabel={t('app.close')}>
      <Form
        submitLabel={t('meters.create')}
        sending={sending}
        check={form.check}
        onSubmit={() => {
          const body = {
            name: draft.name.trim(),
            unit: draft.unit,
            digits: draft.digits ?? null,
            assetId: assetId ?? null
          }
          sending.send({ params: { residenceId }, body })
        }}
      >
        <TextField
          label={t('meters.name')}
          maxLength={120}
          isRequired
          placeholder={t('meters.nameExample')}
          {...field('name')}
        />
        <Select
          label={t('meters.unit')}
          options={units.map((value) => ({ value, label: t(unitKey[value]) }))}
          {...field('unit')}
        />
        <NumberField
          label={t('meters.digits')}
          description={t('meters.digitsText')}
          minValue={1}
          maxValue={9}
          value={draft.digits ?? Number.NaN}
          onChange={(digits) => set('digits', Number.isNaN(digits) ? undefined : digits)}
          error={sending.fields['digits']}
        />
      </Form>
    </Dialog>
  )
}
