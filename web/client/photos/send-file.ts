import { ApiProblem } from '../../api.ts'
import { firstPart, nextPart } from './part-size.ts'
import type { UploadDoor } from './upload-door.ts'

export type Sending = {
  readonly file: File
  readonly door: UploadDoor
  /** Where an earlier try stopped. */
  readonly uploadId: string | undefined
  readonly signal: AbortSignal
  readonly onBegun: (uploadId: string) => void
  /** From 0 to 1. */
  readonly onProgress: (share: number) => void
}

/** How long a broken line is waited for before one is asked: each time longer, and over when the browser says it is back. */
const pausesMs = [500, 1000, 2000, 4000, 8000]

/** Adds a file, and goes on by itself where a line broke; throws ApiProblem when that lasts, or the file is refused. */
export async function sendFile(sending: Sending): Promise<string> {
  const { door, file, signal, onBegun, onProgress } = sending
  const body = { size: file.size, name: file.name.slice(-200) }
  const begin = () => door.begin(body, signal)
  let upload = await patiently(
    () => (sending.uploadId === undefined ? begin() : door.get(sending.uploadId, signal)),
    signal
  )
  onBegun(upload.id)
  let length = firstPart
  while (upload.received < upload.size) {
    onProgress(upload.received / upload.size)
    const [began, offset] = [performance.now(), upload.received]
    const bytes = new Uint8Array(await file.slice(offset, offset + length).arrayBuffer())
    upload = await patiently(
      () => door.send(upload.id, { offset, bytes }, signal),
      signal,
      // its answer may have been lost: what has arrived decides
      () => door.get(upload.id, signal)
    )
    length = nextPart(length, performance.now() - began)
  }
  onProgress(1)
  return (await patiently(() => door.finish(upload.id, signal), signal)).id
}

/** Tries again what a broken line or a busy server refused; `instead` is what to ask then, if not the same. */
async function patiently<T>(ask: () => Promise<T>, signal: AbortSignal, instead: () => Promise<T> = ask): Promise<T> {
  let next = ask
  for (const pause of pausesMs) {
    try {
      return await next()
    } catch (error) {
      if (!(error instanceof ApiProblem) || !mayPass(error)) throw error
      next = instead
      await pauseOrOnline(Math.max(pause, (error.retryAfter ?? 0) * 1000), signal)
    }
  }
  return next()
}

/** A broken line, a busy server, or bytes of which nobody knows whether they arrived. */
export function mayPass({ code, status }: ApiProblem): boolean {
  return code === 'offline' || code === 'upload_offset_wrong' || status === 408 || status === 429 || status === 503
}

function pauseOrOnline(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      window.removeEventListener('online', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    window.addEventListener('online', done)
    signal.addEventListener('abort', done)
  })
}
