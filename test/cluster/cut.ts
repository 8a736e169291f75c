import fs, { writeFileSync } from 'node:fs'
import promises, { type FileHandle } from 'node:fs/promises'
import { ClientRequest } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { env } from 'node:process'
import pg from 'pg'
import type { Cut } from './crash-case.ts'

/**
 * Loaded before the operator's tool (`--import`), which knows nothing of it: ends the process at one point of one step, where the
 * journal's file and the answers of others pass by.
 */
const { step, at, mark } = JSON.parse(env['CRASH_CUT'] ?? '{}') as { step: string; at: Cut; mark: string } // by crash-case.ts

/** The step's intent is on the disk, and its end is not. */
let isUnderWay = false

const { open } = promises
promises.open = async (...args) => {
  const handle = await open(...args)
  return String(args[0]).endsWith('.jsonl') && args[1] === 'a' ? watched(handle) : handle
}
syncBuiltinESMExports()

function watched(handle: FileHandle): FileHandle {
  const [appendFile, datasync] = [handle.appendFile.bind(handle), handle.datasync.bind(handle)]
  handle.appendFile = async (data, options) => {
    const line = data as string // a line of the journal
    const entry = JSON.parse(line) as { step: string; kind: string } // the journal has written it
    const isOurs = entry.step === step
    if (isOurs && entry.kind === 'intent' && at === 'before intent') die()
    if (isOurs && entry.kind !== 'intent') {
      if (at === 'after effect') die()
      if (at === 'torn record') {
        fs.writeSync(handle.fd, line.slice(0, line.length / 2))
        die()
      }
    }
    isUnderWay = isOurs && entry.kind === 'intent'
    await appendFile(data, options)
  }
  handle.datasync = async () => {
    await datasync()
    if (isUnderWay && at === 'after intent') die()
  }
  return handle
}

// What others answer to the first effect of the step.
const emit = ClientRequest.prototype.emit
ClientRequest.prototype.emit = function heard(this: ClientRequest, event: string, ...args: unknown[]) {
  if (event !== 'response' || this.method === 'GET' || this.path.includes('/configmaps/') || !hears()) {
    return Reflect.apply(emit, this, [event, ...args])
  }
  this.destroy(Object.assign(new Error('the answer is lost'), { code: 'ECONNRESET' }))
  return true
}

const query = pg.Client.prototype.query
pg.Client.prototype.query = function heard(this: pg.Client, ...args: unknown[]) {
  const result: unknown = Reflect.apply(query, this, args)
  if (args[0] !== 'commit') return result
  return Promise.resolve(result).then((value) => {
    if (hears()) throw Object.assign(new Error('the answer is lost'), { code: 'ECONNRESET' })
    return value
  })
} as typeof query

/** Whether the answer gets lost that has just come. */
function hears(): boolean {
  if (!isUnderWay || (at !== 'lost answer' && at !== 'killed at the answer')) return false
  if (at === 'killed at the answer') die()
  isUnderWay = false
  writeFileSync(mark, '')
  return true
}

function die(): void {
  writeFileSync(mark, '')
  process.kill(process.pid, 'SIGKILL')
  for (;;); // until the signal is there
}
