import './picture-card.css'
import { ImagePlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Residence } from '#contract/residences.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { later } from '../../later.ts'
import { photoAddress } from '../../photos/photo-address.ts'
import { mayIn } from '../task/use-home.ts'

const PictureDialog = lazy(async () => ({ default: (await later(import('./picture-dialog.tsx'))).PictureDialog }))

/** What the home looks like; whoever may change the home chooses it. */
export function PictureCard({ home }: { home: Residence }) {
  const [isOpen, setOpen] = useState(false)
  const { id, name, photoId } = home
  const mayChange = mayIn(home, 'residence.edit')
  if (photoId === null && !mayChange) return null
  return (
    <div className={photoId === null ? 'picture' : 'picture picture-there'}>
      {photoId !== null && <img src={photoAddress(photoId, 'full')} alt={t('photo.home', { name })} />}
      {mayChange && (
        <Button onPress={() => setOpen(true)}>
          <ImagePlus aria-hidden />
          {t(photoId === null ? 'photo.homeAdd' : 'photo.homeChange')}
        </Button>
      )}
      {isOpen && (
        <Suspense>
          <PictureDialog key={id} home={home} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  )
}
