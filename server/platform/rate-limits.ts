import type { RateClass } from '#contract/policy.ts'

/** So many calls in so many seconds, all at once or one after the other. */
export type Budget = {
  /**
   * What has a budget of its own: where a request comes from (client-address.ts), the session or the account that makes it,
   * what it is about (a mail address, a registration), or all of them together.
   */
  readonly per: 'source' | 'session' | 'account' | 'target' | 'everybody'
  readonly limit: number
  readonly seconds: number
  /** Only what is refused counts: a call that succeeds is given back. */
  readonly misses?: true
  /** Nobody is refused for it; it is told in the log. */
  readonly alarm?: true
}
export type RateLimits = Readonly<Record<RateClass, readonly Budget[]>>

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** The budgets of every rate class of the contract. docs/operating.md shows this table, which a test compares. */
export const rateLimits: RateLimits = {
  default: [{ per: 'session', limit: 300, seconds: minute }],
  sign_in: [
    { per: 'source', limit: 10, seconds: minute },
    { per: 'source', limit: 100, seconds: hour }
  ],
  register: [
    { per: 'source', limit: 5, seconds: hour },
    { per: 'source', limit: 20, seconds: day }
  ],
  mail: [
    { per: 'target', limit: 3, seconds: hour },
    { per: 'source', limit: 10, seconds: hour }
  ],
  // Each code has five tries of its own (one_time_credentials).
  code: [{ per: 'source', limit: 30, seconds: 10 * minute }],
  join: [
    { per: 'account', limit: 10, seconds: hour, misses: true },
    { per: 'source', limit: 30, seconds: hour, misses: true },
    { per: 'everybody', limit: 1000, seconds: hour, misses: true, alarm: true }
  ],
  // An upload is sent in parts.
  guest: [
    { per: 'source', limit: 30, seconds: hour, misses: true },
    { per: 'source', limit: 1200, seconds: hour },
    { per: 'everybody', limit: 1000, seconds: hour, misses: true, alarm: true }
  ],
  step_up: [{ per: 'account', limit: 10, seconds: hour }],
  rotate: [{ per: 'session', limit: 30, seconds: hour }],
  // Providers call from few addresses and repeat what was refused.
  webhook: [{ per: 'source', limit: 300, seconds: minute }],
  // Apps show what they have at each start; who shows what is not theirs does not go on for long.
  purchase: [
    { per: 'account', limit: 120, seconds: hour },
    { per: 'account', limit: 20, seconds: hour, misses: true }
  ],
  // Programs ask a few times an hour, and many may be behind one address; what they ask for in vain is mostly forgotten.
  feed: [
    { per: 'source', limit: 60, seconds: minute },
    { per: 'source', limit: 60, seconds: hour, misses: true }
  ],
  export: [{ per: 'account', limit: 3, seconds: day }],
  upload: [
    { per: 'account', limit: 120, seconds: hour },
    { per: 'account', limit: 500, seconds: day }
  ],
  // Each makes a page at the payment service.
  billing: [{ per: 'account', limit: 30, seconds: hour }],
  staff: [{ per: 'account', limit: 600, seconds: hour }],
  print: [{ per: 'account', limit: 30, seconds: hour }]
}

/** Every budget so many times as large: for many people behind one address, and for measuring. */
export function multiplied(limits: RateLimits, factor: number): RateLimits {
  const entries = Object.entries(limits).map(([name, budgets]) => [
    name,
    budgets.map((budget) => ({ ...budget, limit: budget.limit * factor }))
  ])
  return Object.fromEntries(entries) as RateLimits // of the same names
}
