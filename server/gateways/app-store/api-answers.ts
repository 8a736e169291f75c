import Type, { type Static, type TSchema } from 'typebox'
import { Check } from 'typebox/value'
import type { OutboundReply } from '#server/platform/outbound.ts'

/** It cannot be asked now; `until`, where it says when it can. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
  readonly until: Temporal.Instant | undefined

  constructor(reason: string, { until, cause }: { until?: Temporal.Instant | undefined; cause?: unknown } = {}) {
    super(reason, { cause })
    this.until = until
  }
}

/** It has understood, and the answer is no; to ask again leads to nothing else. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused'
  readonly status: number
  /** Of Apple's list of errors. */
  readonly code: number | undefined

  constructor(status: number, code: number | undefined) {
    super(`the App Store says ${status}${code === undefined ? '' : ` (${code})`}`)
    this.status = status
    this.code = code
  }
}

/** "Retryable" in Apple's list. */
const passing = new Set([4040002, 4040004, 4040006, 5000000, 5000001])
const longestPauseHours = 24

/** The answer, if it is of this kind; throws `StoreUnavailable`. */
export function answerIn<T extends TSchema>(schema: T, { text }: OutboundReply): Static<T> {
  const said = jsonIn(text)
  if (!Check(schema, said)) throw new StoreUnavailable('the App Store answers with something else than we asked for')
  return said
}

/** Throws `StoreUnavailable` and `StoreRefused`. */
export function checkStatus({ status, headers, text }: OutboundReply, now: Temporal.Instant): void {
  if (status === 200) return
  const said = jsonIn(text)
  const code = Check(Refusal, said) ? said.errorCode : undefined
  if (status === 429)
    throw new StoreUnavailable('the App Store wants fewer requests', { until: pauseEnd(headers['retry-after'], now) })
  if (status === 401) throw new StoreUnavailable('the App Store does not take the key')
  if (status >= 500 || (code !== undefined && passing.has(code)))
    throw new StoreUnavailable(`the App Store says ${status}`)
  throw new StoreRefused(status, code)
}

/** Apple writes a moment, in milliseconds since 1970; others write seconds to wait. */
function pauseEnd(header: string | undefined, now: Temporal.Instant): Temporal.Instant {
  const said = header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : 60
  const ms = said > 1e11 ? said - now.epochMilliseconds : said * 1000
  return now.add({ milliseconds: Math.min(Math.max(ms, 1000), longestPauseHours * 3_600_000) })
}

const Refusal = Type.Object({ errorCode: Type.Integer({ minimum: 0, maximum: 99_999_999 }) })

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
