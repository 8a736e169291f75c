/**
 * Why a rule is refused:
 * - `too_long`: longer than any rule we can hold
 * - `malformed`: not RFC 5545
 * - `exceptions`: single dates added or taken away (RDATE, EXDATE, EXRULE), or several rules
 * - `unsupported_part`: BYWEEKNO, BYYEARDAY, RSCALE and whatever the RFC does not name
 * - `several_times_a_day`, `seconds`: finer than one time of day in whole minutes
 * - `interval`: every more than 1000
 * - `several_days`: more than one day of the month, or more than one nth weekday
 * - `ordinal`: counted back from the end of the month by more than one, or counted within the year
 * - `short_months`: the 29th that leaves February out in common years, where ours takes the 28th
 * - `week_start`: every n weeks, in weeks that do not start on Monday, with days on both sides of it
 * - `combination`: parts that we cannot hold together
 * - `too_many`: a COUNT above 10 000
 * - `too_early`: a COUNT that starts before 1970, where our dates start
 * - `time_zone`: the times are those of another zone than the residence's, or of none that is known
 * - `never_due`: gives no date
 */
export type RruleRefusal =
  | 'too_long'
  | 'malformed'
  | 'exceptions'
  | 'unsupported_part'
  | 'several_times_a_day'
  | 'seconds'
  | 'interval'
  | 'several_days'
  | 'ordinal'
  | 'short_months'
  | 'week_start'
  | 'combination'
  | 'too_many'
  | 'too_early'
  | 'time_zone'
  | 'never_due'

/** Thrown inside the import only; `fromRrule` returns it as a value. */
export class RruleRefused extends Error {
  readonly reason: RruleRefusal

  constructor(reason: RruleRefusal, detail: string) {
    super(detail)
    this.reason = reason
  }
}
