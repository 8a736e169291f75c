import type { Card } from '#contract/board.ts'

export type Group = 'overdue' | 'today' | 'week'
/** What fits into a glance; the board has the rest. */
export const glance = 7

/** The first cards in three groups, by the date it is in each card's own residence. */
export function groupsOf(cards: readonly Card[], todayOf: ReadonlyMap<string, string>): [Group, Card[]][] {
  const shown = cards.slice(0, glance)
  const groups = Map.groupBy(shown, (card) => groupOf(card, todayOf.get(card.residenceId)))
  const order: readonly Group[] = ['overdue', 'today', 'week']
  return order.flatMap((group): [Group, Card[]][] => {
    const members = groups.get(group)
    return members === undefined ? [] : [[group, members]]
  })
}

function groupOf({ dueOn }: Card, today: string | undefined): Group {
  if (dueOn === null || today === undefined || dueOn > today) return 'week'
  return dueOn === today ? 'today' : 'overdue'
}

/** Which greeting an hour of the day (0–23) deserves. */
export function greetingAt(hour: number): 'today.morning' | 'today.day' | 'today.evening' {
  if (hour >= 4 && hour < 11) return 'today.morning'
  return hour >= 18 || hour < 4 ? 'today.evening' : 'today.day'
}
