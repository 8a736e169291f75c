/**
 * Whether honeyDue can be reached, and what time it is there. The browser knows that a cable is out; that nobody answers is
 * seen by asking.
 */
let reached = true
/** The server's time of its last answer, and the page's own monotonic time then: a clock that is put back changes neither. */
let heard: { readonly serverMs: number; readonly pageMs: number } | undefined
const listeners = new Set<() => void>()

export function isConnected(): boolean {
  return reached && navigator.onLine
}

/** Calls when it is lost and when it is back. */
export function onConnectionChange(listener: () => void): () => void {
  if (listeners.size === 0) for (const event of ['online', 'offline']) addEventListener(event, onBrowserNews)
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** An answer came, and with it the time. */
export function noteAnswer(response: Response): void {
  const serverMs = Date.parse(response.headers.get('date') ?? '')
  if (!Number.isNaN(serverMs)) heard = { serverMs, pageMs: performance.now() }
  setReached(true)
}

/** Nobody answered. */
export function noteSilence(): void {
  setReached(false)
}

/** The server's time now as far as this page knows it, in milliseconds since 1970; undefined before its first answer. */
export function serverNow(): number | undefined {
  return heard && heard.serverMs + (performance.now() - heard.pageMs)
}

/** The server's time of its last answer to this page, in milliseconds since 1970. */
export function heardAt(): number | undefined {
  return heard?.serverMs
}

function setReached(now: boolean): void {
  if (now === reached) return
  reached = now
  tell()
}

function onBrowserNews(): void {
  reached = true // until an answer fails to come
  tell()
}

function tell(): void {
  for (const listener of listeners) listener()
}
