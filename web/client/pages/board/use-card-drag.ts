import { useState, type DragEvent, type KeyboardEvent } from 'react'
import type { Card } from '#contract/board.ts'
import type { Column } from '#contract/tasks.ts'
import { t } from '../../../messages/i18n.ts'
import { columnLook } from '../task/column-look.ts'
import { heldKeys, nextTarget } from './held-keys.ts'

type Drag = { card: Card; targets: readonly Column[]; over: Column | undefined; by: 'pointer' | 'keys' }

export type CardDragOptions = {
  targetsOf: (card: Card) => readonly Column[]
  onDrop: (card: Card, to: Column) => void
}

/**
 * Carries cards between columns, with the pointer or with space, arrows, space. Written here because React Aria's drag and drop
 * moves between lists with Tab and drops with Enter; the menu of each card offers the same moves.
 */
export function useCardDrag({ targetsOf, onDrop }: CardDragOptions) {
  const [drag, setDrag] = useState<Drag>()
  const [said, setSaid] = useState('')

  function lift(card: Card, by: Drag['by']): boolean {
    const targets = targetsOf(card)
    if (targets.length === 0) return false
    setDrag({ card, targets, over: undefined, by })
    if (by === 'keys') setSaid(t('board.lifted', { title: card.title, column: nameOf(card.column) }))
    return true
  }
  function putDown({ card, over }: Drag): void {
    setDrag(undefined)
    if (over === undefined) return setSaid(t('board.dropCancelled', { title: card.title, column: nameOf(card.column) }))
    setSaid(t('board.dropped', { title: card.title, column: nameOf(over) }))
    onDrop(card, over)
    return followWithFocus(card.id)
  }
  function choose(held: Drag, step: 1 | -1): void {
    const { over, position } = nextTarget(held.targets, held.over, step)
    setDrag({ ...held, over })
    setSaid(t('board.over', { column: nameOf(over ?? held.card.column), position, total: held.targets.length }))
  }
  function holdKey(event: KeyboardEvent, held: Drag): void {
    const act = heldKeys[event.key]
    if (act === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (act === 'drop') putDown(held)
    else if (act === 'cancel') putDown({ ...held, over: undefined })
    else choose(held, act)
  }

  return {
    said,
    held: drag?.by === 'keys' ? drag.card.id : undefined,
    /** For the element of a card that the pointer drags. */
    pointer: (card: Card) => ({
      draggable: targetsOf(card).length > 0,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', card.title)
        lift(card, 'pointer')
      },
      onDragEnd: () => setDrag(undefined)
    }),
    /** For the link of a card: space picks it up. */
    keys: (card: Card) => ({
      onKeyDown: (event: KeyboardEvent) => {
        if (drag?.by === 'keys') return holdKey(event, drag)
        if (event.key === ' ' && lift(card, 'keys')) event.preventDefault()
      },
      onBlur: () => {
        if (drag?.by === 'keys') putDown({ ...drag, over: undefined })
      }
    }),
    /** For a column. */
    target: (name: Column) => targetProps(name, { drag, setDrag, putDown })
  }
}

export type CardDrag = ReturnType<typeof useCardDrag>

type Target = { drag: Drag | undefined; setDrag: (drag: Drag) => void; putDown: (drag: Drag) => void }

function targetProps(name: Column, { drag, setDrag, putDown }: Target) {
  if (drag === undefined || !drag.targets.includes(name)) return {}
  return {
    'data-target': '',
    ...(drag.over === name && { 'data-over': '' }),
    onDragOver: (event: DragEvent) => {
      event.preventDefault()
      event.dataTransfer.dropEffect = 'move'
      if (drag.over !== name) setDrag({ ...drag, over: name })
    },
    onDragLeave: (event: DragEvent<HTMLElement>) => {
      const isInside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)
      if (drag.over === name && !isInside) setDrag({ ...drag, over: undefined })
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      putDown({ ...drag, over: name })
    }
  }
}

function nameOf(column: Column): string {
  return t(columnLook[column].key)
}

/** A card that changed its column is drawn anew there; the focus goes with it unless it has gone elsewhere, as into a dialog. */
function followWithFocus(cardId: string): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.getElementById(cardLinkId(cardId))?.focus()
  })
}

export function cardLinkId(cardId: string): string {
  return `card-${cardId}`
}
