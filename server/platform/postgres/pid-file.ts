import { readFile, readlink } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'

export type PidFile = { pid: number; socketFolder: string; status: string }

/** What the server notes in its cluster's folder, line by line as PostgreSQL's `utils/pidfile.h` says; undefined without. */
export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1) return undefined
  return { pid, socketFolder: lines[4] ?? '', status: lines[7]?.trim() ?? '' }
}

/** A server works in its cluster's folder; the id in the file may long belong to another program. */
export async function isServerOf(
  cluster: string,
  { pid, socketFolder }: { pid: number; socketFolder: string }
): Promise<boolean> {
  if (process.platform !== 'linux') return await answers(join(socketFolder, '.s.PGSQL.5432'))
  return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === cluster
}

async function answers(socketPath: string): Promise<boolean> {
  const answer = Promise.withResolvers<boolean>()
  const socket = connect(socketPath)
  socket.once('connect', () => answer.resolve(true))
  socket.once('error', () => answer.resolve(false))
  const result = await answer.promise
  socket.destroy()
  return result
}
