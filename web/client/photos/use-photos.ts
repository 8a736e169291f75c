import { useEffect, useRef, useState } from 'react'
import { ApiProblem } from '../../api.ts'
import { problemText } from '../problem-text.ts'
import { forget, mayPass, sendFile } from './send-file.ts'

export type PickedPhoto = {
  readonly key: number
  readonly name: string
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
/** A photo on its way, with where an earlier try stopped. */
type Work = { readonly file: File; readonly abort: AbortController; uploadId?: string; fileId?: string }

/**
 * Photos on their way into a home: sent as soon as they are picked, one after the other, because a thin line carries one
 * whole photo sooner than ten halves.
 */
export function usePhotos(residenceId: string, most: number) {
  const [photos, setPhotos] = useState<readonly PickedPhoto[]>([])
  const [isAwaited, setAwaited] = useState(false)
  const works = useRef(new Map<number, Work>())
  const line = useRef<Promise<void>>(Promise.resolve())
  const next = useRef(0)
  useEffect(() => {
    const held = works.current
    return () => held.forEach(({ abort }) => abort.abort())
  }, [])

  const change = (key: number, to: Partial<PickedPhoto>): void =>
    setPhotos((before) => before.map((photo) => (photo.key === key ? { ...photo, ...to } : photo)))
  const queue = (key: number): void => {
    const work = works.current.get(key)
    if (work) line.current = line.current.then(() => deliver(work, residenceId, (to) => change(key, to)))
  }

  return {
    photos,
    /** Somebody waits for all of them. */
    isAwaited,
    isSending: photos.some(({ fileId, problem }) => fileId === undefined && problem === undefined),
    isFull: photos.length >= most,
    add(files: readonly File[]): void {
      const added = files.slice(0, most - photos.length).map((file) => {
        const key = next.current++
        works.current.set(key, { file, abort: new AbortController() })
        queue(key)
        const preview = URL.createObjectURL(file)
        return { key, name: file.name, preview, share: 0, fileId: undefined, problem: undefined, mayRetry: false }
      })
      setPhotos((before) => [...before, ...added])
    },
    remove({ key, preview }: PickedPhoto): void {
      const work = works.current.get(key)
      work?.abort.abort()
      if (work?.uploadId !== undefined && work.fileId === undefined) void forget(work.uploadId)
      works.current.delete(key)
      URL.revokeObjectURL(preview)
      setPhotos((before) => before.filter((photo) => photo.key !== key))
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
      const all = [...works.current.values()].map(({ fileId }) => fileId)
      if (all.every((id) => id !== undefined)) goOn(all)
    }
  }
}
export type Photos = ReturnType<typeof usePhotos>

async function deliver(work: Work, residenceId: string, change: (to: Partial<PickedPhoto>) => void): Promise<void> {
  const { file, abort } = work
  if (abort.signal.aborted) return
  try {
    work.fileId = await sendFile({
      file,
      residenceId,
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
