import { randomUUID } from 'node:crypto'

/** Where the bytes of files lie, under names that say nothing of them. Throws StorageError when it does not work. */
export type FileStorage = {
  /** Whole and lasting when it returns; before that nothing can be read under the name. Each name is given once. */
  put(key: string, bytes: Buffer): Promise<void>
  /** Throws also for what is not there: whoever asks has seen it written down. */
  read(key: string): Promise<Buffer>
  /** All there is under the name, former versions included; nothing happens where there is nothing. */
  remove(key: string): Promise<void>
  /** Throws what is wrong with it. */
  check(): Promise<void>
  /** The last that was asked of it failed. */
  readonly isDown: boolean
}

/** A name that nobody can guess; its first digits spread the files over folders. */
export function newKey(): string {
  const id = randomUUID()
  return `${id.slice(0, 2)}/${id}`
}

/** Nothing but our own names becomes a path or an address. */
export function assertKey(key: string): void {
  if (!/^[0-9a-f]{2}\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)) throw new TypeError('not a key of a file')
}

/** The files cannot be kept or read; the cause says why. Nothing is there by half. */
export class StorageError extends Error {
  override readonly name = 'StorageError'

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

type Acts = Pick<FileStorage, 'put' | 'read' | 'remove'>

/** The same, which knows of itself whether it is down. */
export function watched({ put, read, remove }: Acts): FileStorage {
  let isDown = false
  const watch = async <T>(act: Promise<T>): Promise<T> => {
    try {
      const result = await act
      isDown = false
      return result
    } catch (error) {
      if (error instanceof StorageError) isDown = true
      throw error
    }
  }
  const storage: Acts = {
    put: (key, bytes) => watch(put(key, bytes)),
    read: (key) => watch(read(key)),
    remove: (key) => watch(remove(key))
  }
  return {
    ...storage,
    check: () => tryOut(storage),
    get isDown() {
      return isDown
    }
  }
}

/** What `check` does: writes a file, reads it and takes it away. */
async function tryOut(storage: Acts): Promise<void> {
  const key = newKey()
  const bytes = Buffer.from('honeyDue looks whether files can be kept here')
  await storage.put(key, bytes)
  const read = await storage.read(key)
  await storage.remove(key)
  if (!read.equals(bytes)) throw new StorageError('what was written is not what is read')
}
