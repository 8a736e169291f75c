import { getMe } from '#contract/accounts.ts'
import { call } from '../../api.ts'
import { isConnected, onConnectionChange } from '../../connection.ts'
import { mayBeSignedIn } from '../preferences.ts'
import { queryClient } from '../query-client.ts'

/** How long to wait before asking again whether honeyDue answers: each time longer. */
const pausesMs = [1000, 2000, 4000, 8000, 15_000, 30_000, 60_000]
let timer: ReturnType<typeof setTimeout> | undefined

/** While nobody answers asks again and again; when somebody does, reads anew what is on screen. */
export function watchForReturn(): void {
  onConnectionChange(() => {
    clearTimeout(timer)
    if (!isConnected()) return askLater(0)
    if (mayBeSignedIn()) void queryClient.invalidateQueries()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && !isConnected()) askNow(0)
  })
}

function askLater(round: number): void {
  timer = setTimeout(() => askNow(round), pausesMs[Math.min(round, pausesMs.length - 1)])
}

/** Whatever the answer is, somebody gave it. */
function askNow(round: number): void {
  clearTimeout(timer)
  if (!navigator.onLine) return // the browser tells when that is over
  call(getMe, {})
    .then(
      () => undefined,
      () => undefined
    )
    .finally(() => {
      if (!isConnected()) askLater(round + 1)
    })
}
