import './photo-picker.css'
import { Camera, ChevronLeft, ChevronRight, Image as ImageIcon, ImagePlus, RotateCw, X } from 'lucide-react'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { t } from '../../messages/i18n.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { photoAddress } from './photo-address.ts'
import type { Photos, PickedPhoto } from './use-photos.ts'

const pictures = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif']

/** Photos from the camera or the album, on their way while the rest is filled in. */
export function PhotoPicker({ photos }: { photos: Photos }) {
  const add = (files: FileList | null) => photos.add([...(files ?? [])])
  return (
    <section className="photos" aria-label={t('photo.title')}>
      {photos.photos.length > 0 && (
        <ul className="photos-list">
          {photos.photos.map((photo, index) => (
            <Picked
              key={photo.key}
              photo={photo}
              number={index + 1}
              count={photos.photos.length}
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
          <FileTrigger acceptedFileTypes={pictures} allowsMultiple={!photos.isSingle} onSelect={add}>
            <Button>
              <ImagePlus aria-hidden />
              {t(photos.isSingle ? 'photo.choose' : 'photo.add')}
            </Button>
          </FileTrigger>
        </div>
      )}
      <p className="visually-hidden" role="status">
        {photos.isSending ? t('photo.sending') : ''}
      </p>
    </section>
  )
}

type PickedProps = {
  photo: PickedPhoto
  number: number
  count: number
  onMove: (step: -1 | 1) => void
  onRemove: () => void
  onRetry: () => void
}

function Picked({ photo, number, count, onMove, onRemove, onRetry }: PickedProps) {
  const { preview, share, fileId, problem, mayRetry, name } = photo
  return (
    <li className={problem === undefined ? 'photos-item' : 'photos-item photos-failed'}>
      <div className="photos-frame">
        <Shown
          // drawn anew with what the server has made of it
          key={fileId}
          address={fileId === undefined ? preview : photoAddress(fileId, 'thumbnail')}
          alt={name === undefined ? t('photo.number', { number }) : t('photo.picked', { number, name })}
        />
        {fileId === undefined && problem === undefined && (
          <progress value={share} aria-label={t('photo.progress', { number })}>
            {Math.round(share * 100)} %
          </progress>
        )}
        <IconButton className="photos-remove" label={t('photo.remove', { number })} onPress={onRemove}>
          <X aria-hidden />
        </IconButton>
      </div>
      {count > 1 && (
        <div className="photos-order">
          <IconButton label={t('photo.earlier', { number })} isDisabled={number === 1} onPress={() => onMove(-1)}>
            <ChevronLeft aria-hidden />
          </IconButton>
          <IconButton label={t('photo.later', { number })} isDisabled={number === count} onPress={() => onMove(1)}>
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

/** Most browsers cannot show a HEIC before the server has made a JPEG of it. */
function Shown({ address, alt }: { address: string; alt: string }) {
  const [isBlind, setBlind] = useState(false)
  if (isBlind) return <ImageIcon role="img" aria-label={alt} className="photos-blind" />
  return <img src={address} alt={alt} onError={() => setBlind(true)} />
}
