/** Stripe does not answer, or not now: the same call may work later. */
export class StripeUnavailable extends Error {
  override readonly name = 'StripeUnavailable'
}

/** Stripe says no: the same call will not work later. `code` is Stripe's. */
export class StripeRefused extends Error {
  override readonly name = 'StripeRefused'
  readonly status: number
  readonly code: string
  /** What of the request it is about. */
  readonly parameter: string | undefined

  constructor(status: number, code: string, parameter?: string) {
    super(`Stripe answers ${status} (${code})`)
    this.status = status
    this.code = code
    this.parameter = parameter
  }
}
