import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { renameSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterwards, type Scope } from '../afterwards.ts'
import { temporaryFolder } from '../embedded.ts'
import { freePort } from '../honeydue-process.ts'
import type { FakeApiServer } from './fake-api-server.ts'

/** A real Redis whose users stand in a file, by the hashes of their passwords. */
export type AclRedis = {
  readonly port: number
  readonly aclFile: string
  /** Its users, as an operator writes them into the Secret. */
  readonly users: string
  /** Ends it as a power cut would, and starts it again where it was. */
  restart(): Promise<void>
  stop(): Promise<void>
}

export const hashOf = (password: string) => createHash('sha256').update(password).digest('hex')

export async function aclRedis(
  scope: Scope,
  { password, rotator }: { password: string; rotator: string }
): Promise<AclRedis> {
  const folder = await temporaryFolder(scope)
  const [port, aclFile] = [await freePort(), join(folder, 'users.acl')]
  const users = [
    'user default off',
    `user honeydue on #${hashOf(password)} ~* &* +@all -@admin -@dangerous +info`,
    `user rotator on #${hashOf(rotator)} resetkeys -@all +acl|load +acl|list +acl|whoami +client|list +client|kill +info +ping`
  ]
  const text = users.map((line) => `${line}\n`).join('')
  await writeFile(aclFile, text)
  const settings = ['bind 127.0.0.1', `port ${port}`, `aclfile ${aclFile}`, 'save ""', 'appendonly no']
  await writeFile(join(folder, 'redis.conf'), settings.map((line) => `${line}\n`).join(''))
  let server = await start(folder)
  afterwards(scope, () => end(server))
  return {
    port,
    aclFile,
    users: text,
    async restart() {
      await end(server)
      server = await start(folder)
    },
    stop: () => end(server)
  }
}

async function start(folder: string) {
  const server = spawn('redis-server', [join(folder, 'redis.conf')], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: server.stdout })) if (line.includes('eady to accept')) break
  server.stdout.resume()
  return server
}

async function end(server: Awaited<ReturnType<typeof start>>): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill('SIGKILL')
  await once(server, 'exit')
}

/** The kubelet that brings the ACL file from its Secret, at once unless it `sleeps`. */
export function aclKubelet({ store }: FakeApiServer, { aclFile }: AclRedis): { sleeps: boolean } {
  const kubelet = { sleeps: false }
  store.on('happened', (collection, { object }) => {
    if (kubelet.sleeps || !collection.endsWith('/secrets') || object.metadata.name !== aclPlace.secret) return
    const data = object['data'] as Record<string, string> // a Secret's
    writeFileSync(`${aclFile}.next`, Buffer.from(data[aclPlace.key] ?? '', 'base64'))
    renameSync(`${aclFile}.next`, aclFile)
  })
  return kubelet
}

export const aclPlace = { secret: 'honeydue-redis-acl', key: 'users.acl' }
