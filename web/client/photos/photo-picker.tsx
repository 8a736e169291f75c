import './photo-picker.css'
import { Camera, Image as ImageIcon, ImagePlus, RotateCw, X } from 'lucide-react'
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
          <FileTrigger acceptedFileTypes={pictures} allowsMultiple onSelect={add}>
            <Button>
              <ImagePlus aria-hidden />
              {t('photo.add')}
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

type PickedProps = { photo: PickedPhoto; number: number; onRemove: () => void; onRetry: () => void }

function Picked({
  photo: { preview, share, fileId, problem, mayRetry, name },
  number,
  onRemove,
  onRetry
}: PickedProps) {
  return (
    <li className={problem === undefined ? 'photos-item' : 'photos-item photos-failed'}>
      <div className="photos-frame">
        <Shown
          // drawn anew with what the server has made of it
          key={fileId}
          address={fileId === undefined ? preview : photoAddress(fileId, 'thumbnail')}
          alt={t('photo.picked', { number, name })}
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
