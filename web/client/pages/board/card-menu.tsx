import { Ellipsis } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Card, Column } from '#contract/tasks.ts'
import { t } from '../../../messages/i18n.ts'
import { IconButton } from '../../../ui/button.tsx'

const OpenCardMenu = lazy(async () => ({ default: (await import('./open-card-menu.tsx')).OpenCardMenu }))

export type CardMenuProps = {
  card: Card
  targets: readonly Column[]
  mayWrite: boolean
  mayUndo: boolean
  onMove: (card: Card, to: Column) => void
  onAskDate: (card: Card) => void
}

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
