import { errors, type ErrorCode, type FieldProblem } from '#contract/errors.ts'
import type { ReachedLimit } from '#contract/plans.ts'

/** What the caller did and can mend: answered as an RFC 9457 problem with this code. Anything else that is thrown is a bug. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly fields: readonly FieldProblem[]
  /** Seconds after which the same request may succeed; sent as Retry-After. */
  readonly retryAfter: number | undefined
  /** What of a plan is used up. */
  readonly limit: ReachedLimit | undefined

  constructor(
    code: ErrorCode,
    details: { fields?: readonly FieldProblem[]; retryAfter?: number; limit?: ReachedLimit; cause?: unknown } = {}
  ) {
    super(`${code}: ${errors[code].title}`, { cause: details.cause })
    this.code = code
    this.fields = details.fields ?? []
    this.retryAfter = details.retryAfter
    this.limit = details.limit
  }
}
