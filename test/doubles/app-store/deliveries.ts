import type { StoreEvent } from './purchase.ts'

/** Sends what the store would; the answer's status, undefined where none came. */
export type Post = (body: string) => Promise<number | undefined>

type Attempt = {
  readonly attemptDate: number
  readonly sendAttemptResult: 'SUCCESS' | 'UNSUCCESSFUL_HTTP_RESPONSE_CODE' | 'NO_RESPONSE'
}
export type StoreDelivery = { readonly event: StoreEvent; readonly attempts: Attempt[]; nextAtMs: number | undefined }

/** Hours after the attempt before; what was bought in the sandbox is told once. */
const retryHours = [1, 12, 24, 48, 72]

/** What the store has to tell, and how often it has tried. */
export class Deliveries {
  readonly all: StoreDelivery[] = []
  readonly #clock: () => number

  constructor(clock: () => number) {
    this.#clock = clock
  }

  add(event: StoreEvent): StoreEvent {
    this.all.push({ event, attempts: [], nextAtMs: event.signedAtMs })
    return event
  }

  /** Tries once what is due by now, in this order or the one in which it came about. */
  async send(post: Post, order: (due: StoreDelivery[]) => StoreDelivery[] = (due) => due): Promise<void> {
    const nowMs = this.#clock()
    for (const delivery of order(this.all.filter(({ nextAtMs }) => nextAtMs !== undefined && nextAtMs <= nowMs)))
      await this.attempt(delivery, post)
  }

  async attempt(delivery: StoreDelivery, post: Post): Promise<void> {
    const { event, attempts } = delivery
    const status = await post(JSON.stringify({ signedPayload: event.signedPayload }))
    const attemptDate = this.#clock()
    const isTaken = status !== undefined && status >= 200 && status <= 206
    const failure = status === undefined ? 'NO_RESPONSE' : 'UNSUCCESSFUL_HTTP_RESPONSE_CODE'
    attempts.push({ attemptDate, sendAttemptResult: isTaken ? 'SUCCESS' : failure })
    const hours = event.environment === 'Sandbox' ? undefined : retryHours[attempts.length - 1]
    delivery.nextAtMs = isTaken || hours === undefined ? undefined : attemptDate + hours * 3_600_000
  }
}

/** To a URL, as the store does. */
export function postTo(url: string): Post {
  return async (body) => {
    const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
    const response = await fetch(url, { ...asked, signal: AbortSignal.timeout(30_000) }).catch(() => undefined)
    await response?.arrayBuffer()
    return response?.status
  }
}
