import { setResidencePhoto } from '#contract/files.ts'
import type { Residence } from '#contract/residences.ts'
import { t } from '../../../messages/i18n.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Form } from '../../form.tsx'
import { PhotoPicker } from '../../photos/photo-picker.tsx'
import { usePhotos } from '../../photos/use-photos.ts'
import { useSend } from '../../use-send.ts'

/** Takes, chooses, replaces or removes the picture of a home. */
export function PictureDialog({ home, onClose }: { home: Residence; onClose: () => void }) {
  const photos = usePhotos(home.id, 1, home.photoId === null ? [] : [home.photoId])
  const sending = useSend(setResidencePhoto, {
    onDone: () => {
      onClose()
      showToast({ text: t('action.saved') })
    }
  })
  return (
    <Dialog isOpen onClose={onClose} title={t('photo.homeTitle', { name: home.name })} closeLabel={t('app.close')}>
      <Form
        submitLabel={t('action.save')}
        sending={{ ...sending, isPending: sending.isPending || photos.isAwaited }}
        check={() => true}
        onSubmit={() =>
          void photos.whenAllThere(([photoId = null]) =>
            sending.send({ params: { residenceId: home.id }, body: { photoId } })
          )
        }
      >
        <PhotoPicker photos={photos} />
        <p className="small muted">{t('photo.homeHint')}</p>
      </Form>
    </Dialog>
  )
}
