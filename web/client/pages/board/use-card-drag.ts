import { useEffect, useState, type DragEvent, type KeyboardEvent } from 'react'
import type { Card, Column } from '#contract/tasks.ts'
import { t } from '../../../messages/i18n.ts'
import { columnLook } from '../task/column-look.ts'

type Drag = { card: Card; targets: readonly Column[]; over: Column | undefined; by: 'pointer' | 'keys' }

export type CardDragOptions = {
  targetsOf: (card: Card) => readonly Column[]
  onDrop: (card: Card, to: Column) => void
}

/**
 * Carries cards between columns, with the pointer or with space, arrows, space. Written here because the library's drag and drop
 * moves between lists with Tab and costs a fifth of the first view's budget; the menu of each card offers the same moves.
 */
export function useCardDrag({ targetsOf, onDrop }: CardDragOptions) {
  const [drag, setDrag] = useState<Drag>()
  const [said, setSaid] = useState('')
  const refocus = useRefocus()
  const nameOf = (column: Column) => t(columnLook[column].key)

  function end(): void {
    setDrag(undefined)
  }
  function lift(card: Card, by: Drag['by']): boolean {
    const targets = targetsOf(card)
    if (targets.length === 0) return false
    setDrag({ card, targets, over: undefined, by })
    if (by === 'keys') setSaid(t('board.lifted', { title: card.title, column: nameOf(card.column) }))
    return true
  }
  function putDown({ card, over }: Drag): void {
    end()
    if (over === undefined) return setSaid(t('board.dropCancelled', { title: card.title, column: nameOf(card.column) }))
    setSaid(t('board.dropped', { title: card.title, column: nameOf(over) }))
    onDrop(card, over)
    return refocus(card.id)
  }
  function choose(held: Drag, step: 1 | -1): void {
    const { targets, over } = held
    const at = over === undefined ? (step === 1 ? -1 : targets.length) : targets.indexOf(over)
    const index = (at + step + targets.length) % targets.length
    const next = targets[index]
    if (next === undefined) return
    setDrag({ ...held, over: next })
    setSaid(t('board.over', { column: nameOf(next), position: index + 1, total: targets.length }))
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
      onDragEnd: end
    }),
    /** For the link of a card: space picks it up. */
    keys: (card: Card) => ({
      onKeyDown: (event: KeyboardEvent) => {
        if (drag?.by === 'keys') return holdKey(event, drag)
        if (event.key === ' ' && lift(card, 'keys')) event.preventDefault()
      },
      onBlur: () => {
        if (drag?.by === 'keys') end()
      }
    }),
    /** For a column. */
    target: (name: Column) => ({
      ...(drag?.targets.includes(name) && { 'data-target': '' }),
      ...(drag?.over === name && { 'data-over': '' }),
      onDragOver: (event: DragEvent) => {
        if (drag === undefined || !drag.targets.includes(name)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'move'
        if (drag.over !== name) setDrag({ ...drag, over: name })
      },
      onDragLeave: (event: DragEvent<HTMLElement>) => {
        const isInside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)
        if (drag?.over === name && !isInside) setDrag({ ...drag, over: undefined })
      },
      onDrop: (event: DragEvent) => {
        event.preventDefault()
        if (drag?.over === name) putDown(drag)
      }
    })
  }
}

export type CardDrag = ReturnType<typeof useCardDrag>

const heldKeys: Readonly<Record<string, 'drop' | 'cancel' | 1 | -1>> = {
  ' ': 'drop',
  Enter: 'drop',
  Escape: 'cancel',
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1
}

/** A card that changed its column is drawn anew there; the focus goes with it. */
function useRefocus(): (cardId: string) => void {
  const [wanted, setWanted] = useState<string>()
  useEffect(() => {
    if (wanted === undefined) return
    if (document.activeElement === document.body) document.getElementById(cardLinkId(wanted))?.focus()
    setWanted(undefined)
  }, [wanted])
  return setWanted
}

export function cardLinkId(cardId: string): string {
  return `card-${cardId}`
}
