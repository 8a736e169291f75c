import type { DocumentKind } from '#contract/documents.ts'

/** Days before the end, where nobody said otherwise: so that one can still claim, cancel or give back. */
const defaultDays: Readonly<Record<DocumentKind, readonly number[]>> = {
  warranty: [30, 7],
  insurance: [90, 30],
  permit: [60, 14],
  receipt: [7, 1],
  other: [14],
  manual: [],
  invoice: []
}

export function remindDaysOf(kind: DocumentKind, chosen: readonly number[] | undefined): number[] {
  return [...(chosen ?? defaultDays[kind])].toSorted((a, b) => b - a)
}

/** How long an outage is caught up, after the end too. */
export const caughtUpDays = 30

/** A stage for one person: `daysBefore` the last day, at their own hour in their own zone. */
export type Stage = {
  readonly endsOn: string
  readonly daysBefore: number
  readonly timeZone: string
  readonly hour: number
  /** When the dates were noted, or the person joined: what was due before then nobody waits for. */
  readonly since: string
}

/** The day on which somebody is reminded. */
export function remindedOn({ endsOn, daysBefore }: Pick<Stage, 'endsOn' | 'daysBefore'>): Temporal.PlainDate {
  return Temporal.PlainDate.from(endsOn).subtract({ days: daysBefore })
}

export function dueAt(stage: Stage): Temporal.Instant {
  const plainTime = Temporal.PlainTime.from({ hour: stage.hour })
  return remindedOn(stage).toZonedDateTime({ timeZone: stage.timeZone, plainTime }).toInstant()
}

export function isDue(stage: Stage, now: Temporal.Instant): boolean {
  const due = dueAt(stage)
  const isReached = Temporal.Instant.compare(due, now) <= 0
  return isReached && Temporal.Instant.compare(due, Temporal.Instant.from(stage.since)) > 0
}
