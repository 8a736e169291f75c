import type { Delivery } from './deliveries.ts'
import { storeNames, type StoreName } from './story.ts'
import type { Message } from './stores/telling-store.ts'

/** How often the App Store tries again; the others do so for days. */
const retries = 5
const atOnce = 8

type Waiting = { readonly delivery: Delivery; attempts: number }

export type Sent = {
  deliveries: number
  /** Answered with 2xx. */
  acknowledged: number
  /** Attempts that ended without any answer. */
  unanswered: number
  /** Answers 503. */
  refused: number
  sentAgain: number
  mostAttempts: number
}

type Carry = <T>(delivery: Delivery, send: (message: Message) => Promise<T>) => Promise<T>

/** Sends what there is to send, several at once, and again later what was not taken, as stores do. */
export class Sender {
  readonly sent: Readonly<Record<StoreName, Sent>>
  readonly #waiting: Waiting[]
  readonly #carry: Carry

  constructor(deliveries: readonly Delivery[], carry: Carry) {
    this.#waiting = deliveries.map((delivery) => ({ delivery, attempts: 0 }))
    this.#carry = carry
    const none = { acknowledged: 0, unanswered: 0, refused: 0, sentAgain: 0, mostAttempts: 0 }
    const counted = storeNames.map((name) => {
      const own = deliveries.filter(({ store }) => store === name)
      return [name, { ...none, deliveries: own.length }] as const
    })
    this.sent = Object.fromEntries(counted) as Record<StoreName, Sent> // of every name
  }

  get isDone(): boolean {
    return this.#waiting.length === 0
  }

  /** In all stores together. */
  total(count: keyof Sent): number {
    return Object.values(this.sent).reduce((sum, counts) => sum + counts[count], 0)
  }

  /** Until nothing is left or the receiver does not take anything any more. */
  async run(url: string): Promise<void> {
    const later: Waiting[] = []
    await Promise.all(Array.from({ length: atOnce }, () => this.#work(url, later)))
    this.#waiting.push(...later)
  }

  async #work(url: string, later: Waiting[]): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (await this.#isTaken(url, next)) continue
      if (next.attempts > retries) throw new Error(`given up: ${nameOf(next.delivery)}`)
      later.push(next)
      return
    }
  }

  async #isTaken(url: string, waiting: Waiting): Promise<boolean> {
    const { delivery } = waiting
    const sent = this.sent[delivery.store]
    waiting.attempts += 1
    if (waiting.attempts > 1) sent.sentAgain += 1
    sent.mostAttempts = Math.max(sent.mostAttempts, waiting.attempts)
    const answer = await this.#carry(delivery, (message) => post(url, message))
    if (answer === 'taken') sent.acknowledged += 1
    else if (answer === 'later') sent.refused += 1
    else if (answer === 'none') sent.unanswered += 1
    else throw new Error(`answered ${answer}: ${nameOf(delivery)}`)
    return answer === 'taken'
  }
}

function nameOf({ store, number }: Delivery): string {
  return `message ${number} of ${store}`
}

/** `later`: refused with a code, and when to come back. */
async function post(
  url: string,
  { path, headers, body }: Message
): Promise<'taken' | 'later' | 'none' | (string & {})> {
  try {
    const response = await fetch(`${url}/api/webhooks/${path}`, { method: 'POST', headers, body })
    const said = await response.text()
    if (response.ok) return 'taken'
    const isStable = /"code":"(database_unavailable|event_not_processed|busy)"/.test(said)
    const comesBack = Number(response.headers.get('retry-after')) > 0
    return response.status === 503 && isStable && comesBack ? 'later' : `${response.status} ${said}`
  } catch {
    return 'none'
  }
}
