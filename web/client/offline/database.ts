import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Waiting } from './waiting.ts'

/** An answer of the API as text, by the account it was given to and its address. */
export type KeptAnswer = {
  account: string
  url: string
  text: string
  etag: string | undefined
  atMs: number
  /** The build that kept it: another one may expect another shape. */
  build: string
}

type Schema = DBSchema & {
  waiting: { key: number; value: Omit<Waiting, 'number'> & { number?: number }; indexes: { id: string } }
  answers: { key: [account: string, url: string]; value: KeptAnswer; indexes: { atMs: number } }
}

let opened: Promise<IDBPDatabase<Schema>> | undefined

/** The one database of this browser. Storage may be forbidden: then this throws, and whoever asks does without. */
export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('honeydue', 2, {
    upgrade(db, before) {
      if (before < 1) db.createObjectStore('answers', { keyPath: ['account', 'url'] }).createIndex('atMs', 'atMs')
      const waiting = db.createObjectStore('waiting', { keyPath: 'number', autoIncrement: true })
      waiting.createIndex('id', 'id', { unique: true })
    },
    // another tab has a newer version: it goes on, this one opens it anew when it needs it
    blocking(_current, _blocked, event) {
      const { target } = event as unknown as { target: IDBDatabase } // IndexedDB names the connection
      target.close()
      opened = undefined
    },
    terminated() {
      opened = undefined
    }
  }).catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}
