import type { Notification } from './store-stories.ts'

/** How often the App Store tries again. */
const retries = 5
const atOnce = 8

type Delivery = { readonly notification: Notification; attempts: number }

/** Sends what there is to send, several at once, and again later what was not taken, as the App Store does. */
export class Sender {
  acknowledged = 0
  /** Attempts that ended without any answer. */
  unanswered = 0
  /** Answers 503. */
  refused = 0
  sentAgain = 0
  mostAttempts = 0
  readonly #waiting: Delivery[]

  constructor(notifications: readonly Notification[]) {
    this.#waiting = notifications.map((notification) => ({ notification, attempts: 0 }))
  }

  get isDone(): boolean {
    return this.#waiting.length === 0
  }

  /** Until nothing is left or the receiver does not take anything any more. */
  async run(url: string): Promise<void> {
    const later: Delivery[] = []
    await Promise.all(Array.from({ length: atOnce }, () => this.#work(url, later)))
    this.#waiting.push(...later)
  }

  async #work(url: string, later: Delivery[]): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (await this.#isTaken(url, next)) continue
      if (next.attempts > retries) throw new Error(`given up: ${next.notification.id}`)
      later.push(next)
      return
    }
  }

  async #isTaken(url: string, delivery: Delivery): Promise<boolean> {
    delivery.attempts += 1
    if (delivery.attempts > 1) this.sentAgain += 1
    this.mostAttempts = Math.max(this.mostAttempts, delivery.attempts)
    const status = await post(url, delivery.notification.body)
    if (status === undefined) this.unanswered += 1
    else if (status === 200) this.acknowledged += 1
    else if (status === 503) this.refused += 1
    else throw new Error(`answered ${status}: ${delivery.notification.id}`)
    return status === 200
  }
}

async function post(url: string, body: string): Promise<number | undefined> {
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
  try {
    const response = await fetch(`${url}/api/webhooks/app-store`, sent)
    await response.arrayBuffer()
    return response.status
  } catch {
    return undefined
  }
}
