import { everyConnection, type Mark } from './redis-acl.ts'
import { RedisError, type RedisCommand } from './redis-connection.ts'

export type Connection = { readonly id: number; readonly user: string; readonly idleSeconds: number }

/** One user a line, as an ACL file has it. */
export async function usersOf(command: RedisCommand): Promise<string[]> {
  const found = await command('ACL', 'LIST')
  return Array.isArray(found) ? found.map(String) : []
}

/** What Redis has against the file, in words of ours; it then keeps what it has. */
export async function loadAcl(command: RedisCommand): Promise<string | undefined> {
  try {
    await command('ACL', 'LOAD')
    return undefined
  } catch (error) {
    if (error instanceof RedisError && error.code === 'ERR')
      return 'Redis can make nothing of the ACL file that it has, which should be'
    throw error
  }
}

/** Another one each time that Redis starts. */
export async function runOf(command: RedisCommand): Promise<string> {
  return /^run_id:(\w+)/m.exec(String(await command('INFO', 'server')))?.[1] ?? ''
}

export async function connectionsOf(command: RedisCommand, user: string): Promise<Connection[]> {
  return (await connections(command)).filter((each) => each.user === user)
}

/** All that are open now, and none that is opened later. */
export async function markNow(command: RedisCommand): Promise<Mark> {
  const ids = (await connections(command)).map(({ id }) => id)
  return { run: await runOf(command), connection: Math.max(0, ...ids) }
}

/** One by one, so that whoever comes in again finds room. */
export async function endConnections(command: RedisCommand, user: string, until: Mark): Promise<void> {
  if (until.run !== everyConnection.run && until.run !== (await runOf(command))) return
  for (const { id } of await connectionsOf(command, user))
    if (id <= until.connection) await command('CLIENT', 'KILL', 'ID', `${id}`)
}

/** Kills none, as there is no such one; throws when it may not. */
export async function tryKilling(command: RedisCommand): Promise<void> {
  await command('CLIENT', 'KILL', 'ID', '0').catch((error: unknown) => {
    if (!(error instanceof RedisError && error.code === 'ERR')) throw error
  })
}

async function connections(command: RedisCommand): Promise<Connection[]> {
  const lines = String(await command('CLIENT', 'LIST'))
    .trim()
    .split('\n')
  return lines.map((line) => {
    const fields = new Map(
      line.split(' ').map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)])
    )
    return { id: Number(fields.get('id')), user: fields.get('user') ?? '', idleSeconds: Number(fields.get('idle')) }
  })
}
