import type { Assignment } from '#contract/tasks.ts'

/** What deciding whose turn is next needs to know besides the assignment. */
export type TurnFacts = {
  /** How often each has done this task; who is missing has not. */
  readonly doneCounts: ReadonlyMap<string, number>
  /** From 0 up to but not including 1. */
  readonly draw: number
}

/** Whose turn it is after a completion. With nobody in the pool, or a fixed one, it stays as it is. */
export function nextTurn({ rotation, memberIds, currentId }: Assignment, facts: TurnFacts): string | null {
  return next[rotation](inTurn(memberIds, currentId), facts) ?? currentId
}

/** The pool in turn order, beginning after the one whose turn it was. */
function inTurn(memberIds: readonly string[], currentId: string | null): readonly string[] {
  const start = currentId === null ? 0 : memberIds.indexOf(currentId) + 1
  return [...memberIds.slice(start), ...memberIds.slice(0, start)]
}

type Choice = (pool: readonly string[], facts: TurnFacts) => string | undefined

const next: Readonly<Record<Assignment['rotation'], Choice>> = {
  fixed: () => undefined,
  round_robin: ([first]) => first,
  // The sort is stable: who did it equally often stays in turn order.
  least_done: (pool, facts) => pool.toSorted((one, other) => doneBy(one, facts) - doneBy(other, facts))[0],
  random: (pool, { draw }) => pool[Math.floor(draw * pool.length)]
}

function doneBy(userId: string, { doneCounts }: TurnFacts): number {
  return doneCounts.get(userId) ?? 0
}
