import { useQuery } from '@tanstack/react-query'
import { createArea, getArea, updateArea, type Area } from '#contract/assets.ts'
import { etagOf, q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import { showToast } from '../../../ui/toast.ts'
import { changesOf } from '../../changes.ts'
import { Form } from '../../form.tsx'
import { Loaded } from '../../loaded.tsx'
import { useForm } from '../../use-form.ts'
import { useRebased } from '../../use-rebased.ts'
import { useSend } from '../../use-send.ts'

export type AreaDialogProps = { residenceId: string; area?: Area; onClose: () => void }

/** A new room, or one that exists. */
export function AreaDialog({ residenceId, area, onClose }: AreaDialogProps) {
  return (
    <Dialog isOpen onClose={onClose} title={t(area ? 'room.edit' : 'room.new')} closeLabel={t('app.close')}>
      {area ? <EditArea areaId={area.id} onClose={onClose} /> : <NewArea residenceId={residenceId} onClose={onClose} />}
    </Dialog>
  )
}

function NewArea({ residenceId, onClose }: { residenceId: string; onClose: () => void }) {
  const sending = useSend(createArea, {
    onDone: ({ name }) => {
      onClose()
      showToast({ text: t('room.created', { name }) })
    }
  })
  const form = useForm({ name: '', notes: '' }, ['name'], sending.fields)
  return (
    <Form
      submitLabel={t('room.create')}
      sending={sending}
      check={form.check}
      onSubmit={() => sending.send({ params: { residenceId }, body: areaOf(form.draft) })}
    >
      <AreaFields form={form} />
    </Form>
  )
}

/** Read by itself: its tag says which version is changed. */
function EditArea({ areaId, onClose }: { areaId: string; onClose: () => void }) {
  const query = useQuery(q(getArea, { params: { areaId } }))
  return (
    <Loaded query={query} skeleton={[4, 6]}>
      {(area) => <Editor area={area} onClose={onClose} />}
    </Loaded>
  )
}

function Editor({ area, onClose }: { area: Area; onClose: () => void }) {
  const sending = useSend(updateArea, { onDone: onClose })
  const current = { name: area.name, notes: area.notes ?? '' }
  const form = useForm(current, ['name'], sending.fields)
  useRebased(current, form.draft, form.replace)
  return (
    <Form
      submitLabel={t('action.save')}
      sending={sending}
      check={form.check}
      onSubmit={() => {
        const body = changesOf(area, areaOf(form.draft))
        if (body === undefined) return onClose()
        const ifMatch = etagOf(area)
        sending.send({ params: { areaId: area.id }, body, ...(ifMatch === undefined ? {} : { ifMatch }) })
      }}
    >
      <AreaFields form={form} />
    </Form>
  )
}

type Draft = { name: string; notes: string }

function AreaFields({ form: { field } }: { form: ReturnType<typeof useForm<Draft>> }) {
  return (
    <>
      <TextField label={t('room.name')} maxLength={120} isRequired {...field('name')} />
      <TextArea label={t('room.notes')} rows={2} maxLength={10_000} {...field('notes')} />
    </>
  )
}

function areaOf({ name, notes }: Draft) {
  return { name: name.trim(), notes: notes.trim() === '' ? null : notes.trim() }
}
