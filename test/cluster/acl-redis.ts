import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterwards, type Scope } from '../afterwards.ts'
import { temporaryFolder } from '../embedded.ts'
import { freePort } from '../honeydue-process.ts'

/** A real Redis whose users stand in a file, by the hashes of their passwords. */
export type AclRedis = { readonly port: number; readonly aclFile: string }

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
    `user rotator on #${hashOf(rotator)} resetkeys -@all +acl|load +acl|list +acl|whoami +client|list +client|kill`
  ]
  await writeFile(aclFile, users.map((line) => `${line}\n`).join(''))
  const settings = ['bind 127.0.0.1', `port ${port}`, `aclfile ${aclFile}`, 'save ""', 'appendonly no']
  await writeFile(join(folder, 'redis.conf'), settings.map((line) => `${line}\n`).join(''))
  const server = spawn('redis-server', [join(folder, 'redis.conf')], { stdio: ['ignore', 'pipe', 'inherit'] })
  afterwards(scope, async () => {
    if (server.exitCode !== null) return
    server.kill('SIGKILL')
    await once(server, 'exit')
  })
  for await (const line of createInterface({ input: server.stdout })) if (line.includes('eady to accept')) break
  server.stdout.resume()
  return { port, aclFile }
}
