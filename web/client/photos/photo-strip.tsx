import './photo-strip.css'
import { lazy, Suspense, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { Photo } from '#contract/completions.ts'
import { t } from '../../messages/i18n.ts'
import { later } from '../later.ts'
import { photoAddress } from './photo-address.ts'

const PhotoViewer = lazy(async () => ({ default: (await later(import('./photo-viewer.tsx'))).PhotoViewer }))

export type PhotoStripProps = { photos: readonly Photo[]; about: string; mayCaption?: boolean }

/** Small photos in a row; each opens the large view. `about`: what they show, in words. */
export function PhotoStrip({ photos, about, mayCaption = false }: PhotoStripProps) {
  const [shown, show] = useState<number>()
  if (photos.length === 0) return null
  return (
    <>
      <ul className="strip" aria-label={t('photo.title')}>
        {photos.map(({ fileId, width, height, caption = about }, index) => (
          <li key={fileId}>
            <AriaButton className="strip-photo" onPress={() => show(index)}>
              <img
                src={photoAddress(fileId, 'thumbnail')}
                alt={t('photo.open', { number: index + 1, count: photos.length, about: caption })}
                loading="lazy"
                width={width}
                height={height}
              />
            </AriaButton>
          </li>
        ))}
      </ul>
      {shown !== undefined && (
        <Suspense>
          <PhotoViewer
            photos={photos}
            about={about}
            index={shown}
            mayCaption={mayCaption}
            onShow={show}
            onClose={() => show(undefined)}
          />
        </Suspense>
      )}
    </>
  )
}
