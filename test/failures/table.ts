import type { ErrorCode } from '#contract/errors.ts'

/** What is asked while something is down. */
export type Column = 'signing in' | 'reading' | 'writing' | 'joining, resetting, registering' | 'readiness'
/** All of it works, or all of it is refused with the code; for the readiness, what it says. */
type Answer<C extends Column> = C extends 'readiness' ? Readiness : 'works' | ErrorCode
export type Readiness = 'ready' | 'degraded' | 'not ready'
export type Failure = { readonly [C in Column]: Answer<C> } & {
  /** What else holds meanwhile or afterwards. */
  readonly besides: string
}

const works = {
  'signing in': 'works',
  reading: 'works',
  writing: 'works',
  'joining, resetting, registering': 'works'
} as const

/**
 * What holds while something is down: failures.test.ts stops each and asks, docs/security.md shows it, the scoreboard counts
 * it. Nothing in it is open that is not open otherwise.
 */
export const failures = {
  Redis: {
    ...works,
    readiness: 'degraded',
    besides: 'each process allows its share of every budget: what it holds, divided by the replicas'
  },
  PostgreSQL: {
    'signing in': 'database_unavailable',
    reading: 'database_unavailable',
    writing: 'database_unavailable',
    'joining, resetting, registering': 'database_unavailable',
    readiness: 'not ready',
    besides: 'the process lives; refusing a password computes nothing'
  },
  'the mail server': {
    ...works,
    readiness: 'ready',
    besides: 'mails wait and go out when it is back'
  },
  'the provider’s keys': {
    ...works,
    readiness: 'degraded',
    besides:
      'the keys that are known are good for another day; then signing in with that provider alone is refused (`provider_unavailable`)'
  },
  'the service for leaked passwords': {
    ...works,
    readiness: 'ready',
    besides: 'a common password is refused by our own list'
  },
  'the storage of files': {
    ...works,
    readiness: 'degraded',
    besides:
      'adding and opening files is refused (`storage_unavailable`) and leaves nothing half done; what is deleted meanwhile is removed when it is back'
  },
  'the right to add to the audit log': {
    'signing in': 'audit_unavailable',
    reading: 'works',
    writing: 'audit_unavailable',
    'joining, resetting, registering': 'audit_unavailable',
    readiness: 'ready',
    besides: 'nothing is changed, and the log tells each as an error'
  },
  'the right time (an hour early)': {
    ...works,
    readiness: 'degraded',
    besides: 'no session outlives its time'
  },
  'the right time (an hour late)': {
    ...works,
    readiness: 'degraded',
    besides: 'no session outlives its time'
  }
} as const satisfies Readonly<Record<string, Failure>>

export type Dependency = keyof typeof failures
export const dependencies = Object.keys(failures) as Dependency[] // its own keys
export const columns: readonly Column[] = [
  'signing in',
  'reading',
  'writing',
  'joining, resetting, registering',
  'readiness'
]
