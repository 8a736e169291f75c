import { onConnectionChange } from '../../connection.ts'
import { sendWaiting } from './send-waiting.ts'
import type { Waiting } from './waiting.ts'
import { allWaiting, changeWaiting, findWaiting, news, refreshWaiting, storeWaiting } from './waiting-store.ts'

let begun = false

/** Shows what waits and sends it, now and whenever there may be a connection again. */
export async function beginSending(): Promise<void> {
  if (!begun) {
    begun = true
    news.addEventListener('message', () => void refreshWaiting())
    onConnectionChange(() => void sendWaiting())
    document.addEventListener('visibilitychange', () => void sendWaiting())
  }
  await refreshWaiting()
  void sendWaiting()
}

export { countWaiting } from './waiting-store.ts'

/** As `storeWaiting`, and sends it as soon as there is a connection. */
export async function addWaiting(added: Omit<Waiting, 'number'>): Promise<void> {
  await storeWaiting(added)
  void sendWaiting()
}

/** Takes it back: away when it was never sent, else it is undone once it is known to have arrived. False: it has been sent. */
export async function undoWaiting(id: string): Promise<boolean> {
  const number = await findWaiting(id)
  if (number === undefined) return false
  await changeWaiting(number, (waiting) =>
    waiting.sealed === undefined || waiting.problem !== undefined ? undefined : { ...waiting, undone: true }
  )
  void sendWaiting()
  return true
}

/** Tries again what the server refused, and so did not do; `without` something that it was made with. */
export async function retryWaiting(number: number, without?: 'photos' | 'reading'): Promise<void> {
  await changeWaiting(number, (waiting) => ({
    ...waiting,
    problem: undefined,
    ...(without && { ...left(waiting, without), sealed: undefined })
  }))
  void sendWaiting()
}

function left({ input }: Waiting, without: 'photos' | 'reading'): Partial<Waiting> {
  if (without === 'photos') return { photos: [] }
  const { meterReading: _reading, ...rest } = input
  return { input: rest }
}

/** Whoever signs out takes what was not sent with them. */
export async function dropAllWaiting(): Promise<void> {
  for (const { number } of await allWaiting()) await changeWaiting(number, () => undefined)
}

/** Takes it away for good. */
export async function dropWaiting(number: number): Promise<void> {
  await changeWaiting(number, () => undefined)
}
