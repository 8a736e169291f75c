import type { Photo } from '#contract/completions.ts'
import { setFileCaption } from '#contract/files.ts'
import { t } from '../../messages/i18n.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Form } from '../form.tsx'
import { useForm } from '../use-form.ts'
import { useSend } from '../use-send.ts'

/** What the picture shows, in words that it is found by. */
export function CaptionDialog({ photo: { fileId, caption = '' }, onClose }: { photo: Photo; onClose: () => void }) {
  const sending = useSend(setFileCaption, { onDone: onClose })
  const form = useForm({ caption }, [], sending.fields)
  const written = form.draft.caption.trim()
  return (
    <Dialog isOpen onClose={onClose} title={t('photo.caption')} closeLabel={t('app.close')}>
      <Form
        submitLabel={t('action.save')}
        sending={sending}
        check={() => form.check()}
        onSubmit={() => sending.send({ params: { fileId }, body: { caption: written === '' ? null : written } })}
      >
        <TextField label={t('photo.captionField')} maxLength={300} {...form.field('caption')} />
      </Form>
    </Dialog>
  )
}
