import { useCallback, useState } from 'react'
import type { Card } from '#contract/board.ts'
import type { Column } from '#contract/tasks.ts'

/** The cards of further pages, column by column, as the columns report them. */
export function useFurther() {
  const [further, setFurther] = useState<ReadonlyMap<Column, readonly Card[]>>(new Map())
  const report = useCallback(
    (name: Column, cards: readonly Card[]) => setFurther((before) => new Map(before).set(name, cards)),
    []
  )
  return { further, report }
}
