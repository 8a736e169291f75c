import { useEffect, useRef, useState } from 'react'
import { ApiProblem } from '../../api.ts'
import { isConnected, onConnectionChange } from '../../connection.ts'
import type { WaitingPhoto } from '../offline/waiting.ts'
import { problemText } from '../problem-text.ts'
import { moved } from './moved.ts'
import { mayPass, sendFile } from './send-file.ts'
import { doorOf, type UploadDoor } from './upload-door.ts'

export type PickedPhoto = {
  readonly key: number
  /** Of one that is on its way. */
  readonly name: string | undefined
  readonly isPdf?: boolean
  /** What the browser shows of it until the server has drawn it. */
  readonly preview: string
  /** From 0 to 1 while it is on its way. */
  readonly share: number
  /** Set when it has arrived. */
  readonly fileId: string | undefined
  /** Why it did not arrive, in words. */
  readonly problem: string | undefined
  /** The same may succeed later. */
  readonly mayRetry: boolean
}
/** A photo on its way, with where an earlier try stopped; without `file` it was there before. */
type Work = { readonly file?: File; readonly abort: AbortController; uploadId?: string; fileId?: string }

/**
 * Photos on their way into a home: sent as soon as they are picked, one after the other, because a thin line carries one
 * whole photo sooner than ten halves. `into`: a home, by its id, or another door. `there`: those that it has already. Where `most` is one, another takes its place.
 */
export function usePhotos(into: string | UploadDoor, most: number, there: readonly string[] = []) {
  return usePhotosThrough(typeof into === 'string' ? doorOf(into) : into, most, there)
}

function usePhotosThrough(door: UploadDoor, most: number, there: readonly string[]) {
  const [photos, setPhotos] = useState<readonly PickedPhoto[]>(() => there.map(thereAlready))
  const [isAwaited, setAwaited] = useState(false)
  const [works] = useState(
    () => new Map<number, Work>(there.map((fileId, key) => [key, { abort: new AbortController(), fileId }]))
  )
  const line = useRef<Promise<void>>(Promise.resolve())
  const next = useRef(there.length)
  useEffect(() => () => works.forEach(({ abort }) => abort.abort()), [works])

  const change = (key: number, to: Partial<PickedPhoto>): void =>
    setPhotos((before) => before.map((photo) => (photo.key === key ? { ...photo, ...to } : photo)))
  const queue = (key: number): void => {
    const work = works.get(key)
    if (work) line.current = line.current.then(() => deliver(work, door, (to) => change(key, to)))
  }
  const remove = ({ key, preview }: PickedPhoto): void => {
    giveUp(door, works.get(key))
    works.delete(key)
    URL.revokeObjectURL(preview)
    setPhotos((before) => before.filter((photo) => photo.key !== key))
  }

  return {
    photos,
    /** Somebody waits for all of them. */
    isAwaited,
    isSending: photos.some(({ fileId, problem }) => fileId === undefined && problem === undefined),
    isSingle: most === 1,
    isFull: most > 1 && photos.length >= most,
    add(files: readonly File[]): void {
      if (most === 1 && files.length > 0) photos.forEach(remove)
      const added = files.slice(0, most === 1 ? 1 : most - photos.length).map((file) => {
        const key = next.current++
        works.set(key, { file, abort: new AbortController() })
        queue(key)
        const preview = URL.createObjectURL(file)
        const isPdf = file.type === 'application/pdf'
        const { name } = file
        return { key, name, isPdf, preview, share: 0, fileId: undefined, problem: undefined, mayRetry: false }
      })
      setPhotos((before) => [...before, ...added])
    },
    remove,
    /** One place earlier (-1) or later (1). */
    move(photo: PickedPhoto, step: -1 | 1): void {
      const order = moved(photos, photos.indexOf(photo), step)
      order.forEach(({ key }) => toEnd(works, key))
      setPhotos(order)
    },
    retry({ key }: PickedPhoto): void {
      change(key, { problem: undefined })
      queue(key)
    },
    /** Goes on with their ids when all have arrived, and not at all while one has not. */
    async whenAllThere(goOn: (fileIds: string[]) => void): Promise<void> {
      setAwaited(true)
      await line.current
      setAwaited(false)
      const all = [...works.values()].map(({ fileId }) => fileId)
      if (all.every((id) => id !== undefined)) goOn(all)
    },
    /** Goes on with all of them when they have arrived, or as far as they have come when there is no connection. */
    whenThereOrOffline: (goOn: GoOn) => handOver({ works, line: line.current, setAwaited }, goOn)
  }
}
export type Photos = ReturnType<typeof usePhotos>

type GoOn = (photos: WaitingPhoto[]) => void
type Handing = {
  works: ReadonlyMap<number, Work>
  line: Promise<void>
  setAwaited: (isAwaited: boolean) => void
}

async function handOver({ works, line, setAwaited }: Handing, goOn: GoOn): Promise<void> {
  setAwaited(true)
  await Promise.race([line, connectionLost()])
  setAwaited(false)
  const all = [...works.values()]
  if (isConnected() && all.some(({ fileId }) => fileId === undefined)) return
  // who sends the rest goes on from here
  for (const { fileId, abort } of all) if (fileId === undefined) abort.abort()
  goOn(all.flatMap(({ file, uploadId, fileId }) => (file === undefined ? [] : [{ file, uploadId, fileId }])))
}

function connectionLost(): Promise<void> {
  if (!isConnected()) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = onConnectionChange(() => {
      if (isConnected()) return
      stop()
      resolve()
    })
  })
}

function giveUp(door: UploadDoor, work: Work | undefined): void {
  work?.abort.abort()
  // what is not cancelled is swept after a day
  if (work?.uploadId !== undefined && work.fileId === undefined) void door.cancel(work.uploadId).catch(() => undefined)
}

function toEnd<K, V>(map: Map<K, V>, key: K): void {
  const value = map.get(key)
  if (value === undefined || !map.delete(key)) return
  map.set(key, value)
}

function thereAlready(fileId: string, key: number): PickedPhoto {
  return { key, name: undefined, preview: '', share: 1, fileId, problem: undefined, mayRetry: false }
}

async function deliver(work: Work, door: UploadDoor, change: (to: Partial<PickedPhoto>) => void): Promise<void> {
  const { file, abort } = work
  if (abort.signal.aborted || !file) return
  try {
    work.fileId = await sendFile({
      file,
      door,
      uploadId: work.uploadId,
      signal: abort.signal,
      onBegun: (uploadId) => (work.uploadId = uploadId),
      onProgress: (share) => change({ share })
    })
    change({ share: 1, fileId: work.fileId })
  } catch (error) {
    if (abort.signal.aborted) return
    const problem = error instanceof ApiProblem ? error : new ApiProblem('unexpected_answer')
    change({ problem: problemText(problem), mayRetry: mayPass(problem) })
  }
}
