import { setTimeout as sleep } from 'node:timers/promises'

const pollMs = 20

/** Fast (transactions are rolled back, all is written), immediate (recovery on the next start), killed. */
const endings: readonly { signal: NodeJS.Signals; timeoutMs: number }[] = [
  { signal: 'SIGINT', timeoutMs: 30_000 },
  { signal: 'SIGQUIT', timeoutMs: 5_000 },
  { signal: 'SIGKILL', timeoutMs: 5_000 }
]

/** Ends a server, the gentlest way first; returns when `ended` says so or nothing more can be done. */
export async function end(send: (signal: NodeJS.Signals) => unknown, ended: () => Promise<boolean>): Promise<void> {
  for (const { signal, timeoutMs } of endings) {
    if (await ended()) return
    try {
      send(signal)
    } catch {
      // gone between the question and the signal
    }
    if (await until(ended, timeoutMs)) return
  }
}

/** Asks every 20 ms; false when it has not come true in time. */
export async function until(condition: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const giveUpAt = Date.now() + timeoutMs
  while (!(await condition())) {
    if (Date.now() > giveUpAt) return false
    await sleep(pollMs)
  }
  return true
}
