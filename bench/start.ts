import { spawn } from 'node:child_process'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { freePort } from '#test/honeydue-process.ts'
import { root } from '#test/source-files.ts'
import type { Row } from './table.ts'

/** What `npm ci` does not leave behind: made by a build or a run, or linked below. */
const left = new Set(['.git', 'node_modules', 'data', 'web/dist'].map((name) => join(root, name)))

/** `npm start` in a copy of the repository as `npm ci` leaves it, and again: seconds until it says that it is ready. */
export async function startRows(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-start-'))
  try {
    await cp(root, folder, { recursive: true, filter: (path) => !left.has(path) })
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    const first = await secondsToReady(folder)
    const later = await secondsToReady(folder)
    return [row('first start: build, new database, ready', first, 15), row('later start: ready', later, 3)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function row(name: string, seconds: number, goal: number): Row {
  return { name, measured: `${seconds.toFixed(2)} s`, limit: '', ratio: seconds, goal }
}

async function secondsToReady(folder: string): Promise<number> {
  const port = String(await freePort())
  const from = performance.now()
  const child = spawn('npm', ['start', '--', '--port', port], {
    cwd: folder,
    detached: true, // npm does not pass every signal on: the group gets it
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const ended = once(child, 'close')
  let output = ''
  const ready = Promise.withResolvers<number>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (output.includes('honeyDue is ready')) ready.resolve((performance.now() - from) / 1000)
  })
  void ended.then(([code]) => ready.reject(new Error(`npm start ended with ${code}:\n${output}`)))
  const seconds = await ready.promise
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
  await ended
  return seconds
}
