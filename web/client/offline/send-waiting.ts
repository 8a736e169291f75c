import { getMe } from '#contract/accounts.ts'
import { completeTask, undoCompletion, type NewCompletion } from '#contract/completions.ts'
import { ApiProblem, call, callAs, q } from '../../api.ts'
import { isConnected, serverNow } from '../../connection.ts'
import { t } from '../../messages/i18n.ts'
import { showToast } from '../../ui/toast.ts'
import { mayBeSignedIn, storedAccount } from '../preferences.ts'
import { queryClient } from '../query-client.ts'
import { momentDone } from './moment-done.ts'
import { sendPhoto } from './send-photo.ts'
import { allWaiting, changeWaiting } from './waiting-store.ts'
import type { Waiting } from './waiting.ts'

/** How long to wait after the service asked for a moment: each time longer, in milliseconds. */
const pausesMs = [2000, 5000, 15_000, 60_000]
let running: Promise<void> | undefined
let timer: ReturnType<typeof setTimeout> | undefined
let failures = 0
/** How many this page has sent. */
let sent = 0

/** Sends what waits, one after the other, in one tab of this browser; what is under way already goes on. */
export function sendWaiting(): Promise<void> {
  running ??= alone(sendAll).finally(() => {
    running = undefined
  })
  return running
}

/** Without locks (plain http) two tabs may send the same: its key makes it one. */
async function alone(work: () => Promise<void>): Promise<void> {
  const { locks } = navigator as { locks?: LockManager } // missing where the origin is not secure
  if (locks === undefined) return work()
  await locks.request('honeydue-waiting', work)
}

async function sendAll(): Promise<void> {
  clearTimeout(timer)
  if (!isConnected() || !mayBeSignedIn() || (await nextAfter(0)) === undefined) return
  const before = sent
  try {
    await sendEach()
    failures = 0
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    if (isConnected()) sendLater()
  }
  if (sent > before) showToast({ text: t('waiting.sent', { count: sent - before }) })
  await queryClient.invalidateQueries()
}

function sendLater(): void {
  timer = setTimeout(() => void sendWaiting(), pausesMs[Math.min(failures, pausesMs.length - 1)])
  failures += 1
}

async function sendEach(): Promise<void> {
  // who is signed in now: another person's cookie must not send it
  const me = await queryClient.fetchQuery({ ...q(getMe, {}), staleTime: 0 })
  if (!isConnected()) throw new ApiProblem('offline') // that was the kept answer
  for (let next = await nextAfter(0); next !== undefined; next = await nextAfter(next.number)) {
    if (me.id !== storedAccount() || next.account !== me.id) return
    if (await isSent(next)) sent += 1
  }
}

async function nextAfter(number: number): Promise<Waiting | undefined> {
  const waiting = await allWaiting()
  return waiting.find((other) => other.number > number && other.problem === undefined)
}

/** Whether it has arrived, and stays. What the server refuses waits for its person; what may pass is thrown and stops the line. */
async function isSent(waiting: Waiting): Promise<boolean> {
  const { number } = waiting
  try {
    const completionId = await send(waiting)
    // one transaction decides whether it was taken back before it was known to have arrived
    const takenBack = await changeWaiting(number, (now) => (now.undone ? now : undefined))
    if (takenBack === undefined) return true
    if (completionId !== undefined) await undo(completionId)
    await changeWaiting(number, () => undefined)
    return false
  } catch (error) {
    if (!(error instanceof ApiProblem) || mayPass(error)) throw error
    await changeWaiting(number, (now) => (now.undone ? undefined : { ...now, problem: error.code }))
    return false
  }
}

/** Nobody answered, the service asks for a moment, or one has to sign in first. */
function mayPass({ code, status }: ApiProblem): boolean {
  return code === 'offline' || status === 401 || status === 408 || status === 429 || status >= 500
}

/** The completion's id; undefined when that is not known, or it was taken back before. */
async function send(waiting: Waiting, isSecondTry = false): Promise<string | undefined> {
  const withPhotos = await withPhotosSent(waiting)
  const sealed = withPhotos && (await changeWaiting(waiting.number, seal))
  if (sealed?.sealed === undefined) return undefined
  try {
    return await complete(sealed.id, sealed.task.id, sealed.sealed)
  } catch (error) {
    const isLost = error instanceof ApiProblem && error.code === 'photo_not_usable' && !isSecondTry
    if (!isLost) throw error
    // photos that nothing shows are swept after a while: they are sent once more, and nothing has been done yet
    const anew = await changeWaiting(waiting.number, unsealed)
    return anew && send(anew, true)
  }
}

/** The completion's id; undefined when it was carried out so long ago that the reply is not repeated. */
async function complete(id: string, taskId: string, body: NewCompletion): Promise<string | undefined> {
  try {
    return (await callAs(id, completeTask, { params: { taskId }, body })).completion.id
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'idempotency_reply_withheld') return undefined
    throw error
  }
}

/** Already undone, or no longer the latest: then it is as its person sees it now. */
async function undo(completionId: string): Promise<void> {
  try {
    await call(undoCompletion, { params: { completionId } })
  } catch (error) {
    if (!(error instanceof ApiProblem) || mayPass(error)) throw error
  }
}

/** From here on it may have arrived, so every further try sends the same. */
function seal(waiting: Waiting): Waiting {
  if (waiting.sealed !== undefined) return waiting
  const { input, photos } = waiting
  const photoIds = photos.flatMap(({ fileId }) => fileId ?? [])
  const doneAt = input.doneAt ?? momentOf(waiting)
  return { ...waiting, sealed: { ...input, photoIds, ...(doneAt !== undefined && { doneAt }) } }
}

function unsealed({ sealed, photos, input, ...waiting }: Waiting): Waiting {
  const doneAt = sealed?.doneAt
  return {
    ...waiting,
    input: { ...input, ...(doneAt !== undefined && { doneAt }) },
    photos: photos.map(({ file }) => ({ file, uploadId: undefined, fileId: undefined })),
    sealed: undefined
  }
}

function momentOf({ madeAtMs, heardAtMs }: Waiting): string | undefined {
  const serverNowMs = serverNow()
  if (serverNowMs === undefined) return undefined
  const done = momentDone({ madeAtMs, heardAtMs, deviceNowMs: Date.now(), serverNowMs })
  return new Date(done).toISOString()
}

/** Sends the photos that are not there yet, and notes how far each has come. */
async function withPhotosSent(waiting: Waiting): Promise<Waiting | undefined> {
  let now: Waiting | undefined = waiting
  for (const [index, { fileId }] of waiting.photos.entries()) {
    if (fileId !== undefined || now === undefined) continue
    now = await sendPhoto(now, index)
  }
  return now
}
