import { setCompletionPhotos, type Completion } from '#contract/completions.ts'
import { t } from '../../../messages/i18n.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Form } from '../../form.tsx'
import { photoLimit } from '../../photos/photo-limit.ts'
import { PhotoPicker } from '../../photos/photo-picker.tsx'
import { usePhotos } from '../../photos/use-photos.ts'
import { useSend } from '../../use-send.ts'

export type EditPhotosProps = { completion: Completion; residenceId: string; about: string; onClose: () => void }

/** Adds, orders and takes away photos of what was done. */
export function EditPhotos({ completion, residenceId, about, onClose }: EditPhotosProps) {
  const there = completion.photos.map(({ fileId }) => fileId)
  const photos = usePhotos(residenceId, photoLimit, there)
  const sending = useSend(setCompletionPhotos, {
    onDone: () => {
      onClose()
      showToast({ text: t('photo.changed') })
    }
  })
  return (
    <Dialog isOpen onClose={onClose} title={t('photo.editTitle', { about })} closeLabel={t('app.close')}>
      <Form
        submitLabel={t('action.save')}
        sending={{ ...sending, isPending: sending.isPending || photos.isAwaited }}
        check={() => true}
        onSubmit={() =>
          void photos.whenAllThere((photoIds) =>
            sending.send({ params: { completionId: completion.id }, body: { photoIds } })
          )
        }
      >
        <PhotoPicker photos={photos} />
        {there.length > 0 && <p className="small muted">{t('photo.editHint')}</p>}
      </Form>
    </Dialog>
  )
}
