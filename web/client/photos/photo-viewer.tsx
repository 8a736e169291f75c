import './photo-viewer.css'
import { ChevronLeft, ChevronRight, Pencil, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { Photo } from '#contract/completions.ts'
import { t } from '../../messages/i18n.ts'
import { IconButton } from '../../ui/button.tsx'
import { CaptionDialog } from './caption-dialog.tsx'
import { photoAddress } from './photo-address.ts'

export type PhotoViewerProps = {
  photos: readonly Photo[]
  about: string
  index: number
  mayCaption: boolean
  onShow: (index: number) => void
  onClose: () => void
}

/** One photo as large as the screen; arrows lead to its neighbours, Escape back. */
export function PhotoViewer({ photos, about, index, mayCaption, onShow, onClose }: PhotoViewerProps) {
  const photo = photos[index]
  const [isWriting, setWriting] = useState(false)
  const go = (step: number): void => {
    if (photos[index + step]) onShow(index + step)
  }
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent): void => {
      if (isWriting) return
      if (key === 'ArrowLeft') go(-1)
      if (key === 'ArrowRight') go(1)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
  if (!photo) return null
  const text = t('photo.shown', { number: index + 1, count: photos.length, about: photo.caption ?? about })
  return (
    <ModalOverlay className="viewer" isOpen onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal className="viewer-modal">
        <Dialog className="viewer-dialog" aria-label={text}>
          <img
            key={photo.fileId}
            className="viewer-photo"
            src={photoAddress(photo.fileId, 'full')}
            alt={text}
            width={photo.width}
            height={photo.height}
          />
          <footer className="viewer-bar">
            <IconButton label={t('photo.previous')} isDisabled={index === 0} onPress={() => go(-1)}>
              <ChevronLeft aria-hidden />
            </IconButton>
            <p className="small" aria-live="polite">
              {text}
            </p>
            <IconButton label={t('photo.next')} isDisabled={index === photos.length - 1} onPress={() => go(1)}>
              <ChevronRight aria-hidden />
            </IconButton>
            {mayCaption && (
              <IconButton label={t('photo.caption')} onPress={() => setWriting(true)}>
                <Pencil aria-hidden />
              </IconButton>
            )}
            <IconButton label={t('app.close')} onPress={onClose}>
              <X aria-hidden />
            </IconButton>
          </footer>
          {isWriting && <CaptionDialog photo={photo} onClose={() => setWriting(false)} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
