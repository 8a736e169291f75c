import { Ellipsis } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { t } from '../../../messages/i18n.ts'
import { IconButton } from '../../../ui/button.tsx'
import type { CardMenuProps } from './open-card-menu.tsx'
import { later } from '../../later.ts'

const OpenCardMenu = lazy(async () => ({ default: (await later(import('./open-card-menu.tsx'))).OpenCardMenu }))

/** The dots of a card. The menu itself comes with the first press: the board is drawn without it. */
export function CardMenu(props: CardMenuProps) {
  const [isOpen, setOpen] = useState(false)
  const trigger = (
    <IconButton label={t('board.cardMenu', { title: props.card.title })} onPress={() => setOpen(true)}>
      <Ellipsis aria-hidden />
    </IconButton>
  )
  if (!isOpen) return trigger
  return (
    <Suspense fallback={trigger}>
      <OpenCardMenu {...props} />
    </Suspense>
  )
}
