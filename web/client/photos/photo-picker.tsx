import './photo-picker.css'
import { Camera, ChevronLeft, ChevronRight, FileText, Image as ImageIcon, ImagePlus, RotateCw, X } from 'lucide-react'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { t } from '../../messages/i18n.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { photoAddress } from './photo-address.ts'
import type { Photos, PickedPhoto } from './use-photos.ts'

const pictures = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif']

/** What is picked: photos alone, or PDFs too. */
type Of = 'photos' | 'papers'
const words = {
  photos: {
    title: 'photo.title',
    add: 'photo.add',
    sending: 'photo.sending',
    picked: 'photo.picked',
    progress: 'photo.progress',
    remove: 'photo.remove',
    earlier: 'photo.earlier',
    later: 'photo.later'
  },
  papers: {
    title: 'paper.files',
    add: 'paper.addFiles',
    sending: 'paper.sending',
    picked: 'paper.picked',
    progress: 'paper.progress',
    remove: 'paper.removeFile',
    earlier: 'paper.earlier',
    later: 'paper.later'
  }
} as const
const types: Record<Of, string[]> = { photos: pictures, papers: [...pictures, 'application/pdf'] }

type PhotoPickerProps = { photos: Photos; of?: Of; keepsPreviews?: boolean }

/**
 * Photos from the camera or the album, on their way while the rest is filled in. `keepsPreviews`: an image element cannot open
 * what the server has made of them.
 */
export function PhotoPicker({ photos, of = 'photos', keepsPreviews = false }: PhotoPickerProps) {
  const add = (files: FileList | null) => photos.add([...(files ?? [])])
  return (
    <section className="photos" aria-label={t(words[of].title)}>
      {photos.photos.length > 0 && (
        <ul className="photos-list">
          {photos.photos.map((photo, index) => (
            <Picked
              key={photo.key}
              photo={photo}
              of={of}
              number={index + 1}
              count={photos.photos.length}
              keepsPreview={keepsPreviews}
              onMove={(step) => photos.move(photo, step)}
              onRemove={() => photos.remove(photo)}
              onRetry={() => photos.retry(photo)}
            />
          ))}
        </ul>
      )}
      {!photos.isFull && (
        <div className="photos-actions">
          <div className="photos-camera">
            <FileTrigger acceptedFileTypes={['image/*']} defaultCamera="environment" onSelect={add}>
              <Button>
                <Camera aria-hidden />
                {t('photo.take')}
              </Button>
            </FileTrigger>
          </div>
          <FileTrigger acceptedFileTypes={types[of]} allowsMultiple={!photos.isSingle} onSelect={add}>
            <Button>
              <ImagePlus aria-hidden />
              {t(photos.isSingle ? 'photo.choose' : words[of].add)}
            </Button>
          </FileTrigger>
        </div>
      )}
      <p className="visually-hidden" role="status">
        {photos.isSending ? t(words[of].sending) : ''}
      </p>
    </section>
  )
}

type PickedProps = {
  photo: PickedPhoto
  of: Of
  number: number
  count: number
  keepsPreview: boolean
  onMove: (step: -1 | 1) => void
  onRemove: () => void
  onRetry: () => void
}

function Picked({ photo, of, number, count, keepsPreview, onMove, onRemove, onRetry }: PickedProps) {
  const { share, fileId, problem, mayRetry } = photo
  return (
    <li className={problem === undefined ? 'photos-item' : 'photos-item photos-failed'}>
      <div className="photos-frame">
        <Shown
          // drawn anew with what the server has made of it
          key={fileId}
          photo={keepsPreview ? { ...photo, fileId: undefined } : photo}
          alt={altOf(photo, of, number)}
        />
        {fileId === undefined && problem === undefined && (
          <progress value={share} aria-label={t(words[of].progress, { number })}>
            {Math.round(share * 100)} %
          </progress>
        )}
        <IconButton className="photos-remove" label={t(words[of].remove, { number })} onPress={onRemove}>
          <X aria-hidden />
        </IconButton>
      </div>
      {count > 1 && (
        <div className="photos-order">
          <IconButton label={t(words[of].earlier, { number })} isDisabled={number === 1} onPress={() => onMove(-1)}>
            <ChevronLeft aria-hidden />
          </IconButton>
          <IconButton label={t(words[of].later, { number })} isDisabled={number === count} onPress={() => onMove(1)}>
            <ChevronRight aria-hidden />
          </IconButton>
        </div>
      )}
      {problem !== undefined && (
        <div className="photos-problem" role="alert">
          <p className="small">{problem}</p>
          {mayRetry && (
            <Button variant="quiet" onPress={onRetry}>
              <RotateCw aria-hidden />
              {t('photo.retry')}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

function altOf({ name }: PickedPhoto, of: Of, number: number): string {
  return name === undefined ? t('photo.number', { number }) : t(words[of].picked, { number, name })
}

/** Most browsers cannot show a HEIC before the server has made a JPEG of it. */
function Shown({ photo: { fileId, preview, isPdf = false }, alt }: { photo: PickedPhoto; alt: string }) {
  const [isBlind, setBlind] = useState(false)
  if (isPdf) return <FileText role="img" aria-label={alt} className="photos-blind" />
  if (isBlind) return <ImageIcon role="img" aria-label={alt} className="photos-blind" />
  const address = fileId === undefined ? preview : photoAddress(fileId, 'thumbnail')
  return <img src={address} alt={alt} onError={() => setBlind(true)} />
}
