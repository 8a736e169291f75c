/** What a budget allows: `limit` calls in `periodMs`, all at once or spread. */
export type Rate = { readonly limit: number; readonly periodMs: number }
export type Verdict = {
  readonly allowed: boolean
  /** Calls that are left now. */
  readonly remaining: number
  /** Milliseconds until one more call is allowed; 0 while there is room. */
  readonly waitMs: number
  /** Milliseconds until the whole budget is there again. */
  readonly resetMs: number
}

/** A call at equal distances would use the budget up without ever exceeding it; rounding must not take the last one. */
const roundingMs = 0.1

/**
 * The generic cell rate algorithm (ITU-T I.371, virtual scheduling): one number, the theoretical arrival time, says all.
 * `arrival` is the stored one, `next` what to store if the call is let through.
 */
export function gcra(arrival: number | undefined, now: number, { limit, periodMs }: Rate): Verdict & { next: number } {
  const everyMs = periodMs / limit
  const start = Math.max(arrival ?? now, now)
  const waitMs = start + everyMs - now - periodMs
  const allowed = waitMs <= roundingMs
  const next = allowed ? start + everyMs : start
  const remaining = Math.floor((periodMs - (next - now) + roundingMs) / everyMs)
  return { allowed, remaining, waitMs: allowed ? 0 : waitMs, resetMs: next - now, next }
}
