import type { EventEmitter } from 'node:events'
import pg from 'pg'
import type { Role } from './roles.ts'

/**
 * For whom statements run: `app.user`, which the policies of row-level security read, and behind a pooler the role. Both are
 * set for the one transaction they belong to, in the same message as the statement or as `begin`: nothing is ever set on the
 * connection, so nothing is left on it for the next one, after whatever error.
 */
export type Acting = { readonly setting: Asked; readonly local: string }
type Asked = { readonly text: string; readonly values: readonly unknown[]; readonly name?: string }

export const begin = /^(begin|start transaction)\b/
export const end = /^(commit|rollback)$/

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** `role` only where the connection's own is not it. */
export function actingAs({ userId = '', role }: { userId?: string; role?: Role }): Acting {
  if (userId !== '' && !uuid.test(userId)) throw new TypeError('a user is named by the id of a user')
  const user = `set local app."user" = '${userId}'`
  if (!role) return { setting: { text: setUser, values: [userId], name: 'acting-user' }, local: user }
  return { setting: { text: setBoth, values: [userId, role] }, local: `set local role ${role}; ${user}` }
}

const setUser = `select set_config('app.user', $1, true)`
const setBoth = `select set_config('app.user', $1, true), set_config('role', $2, true)`

/** `begin` and the settings of the transaction at once; they end with it. */
export async function beginActing(client: pg.PoolClient, text: string, { local }: Acting): Promise<pg.QueryResult> {
  await client.query(`${text}; ${local}`)
  return emptyResult
}

const emptyResult: pg.QueryResult = { command: 'BEGIN', rowCount: 0, oid: 0, fields: [], rows: [] }

/** One statement, with its settings sent before it in the same message: one round trip and one transaction for both. */
export async function queryActing(client: pg.PoolClient, asked: Asked, { setting }: Acting): Promise<pg.QueryResult> {
  if (setting.name !== undefined && !prepared.has(client)) {
    await client.query({ ...setting, values: [...setting.values] }) // makes the statement; its setting ends at once
    prepared.add(client)
  }
  return new Promise((resolve, reject) => {
    client.query(new ActingQuery(asked, setting, (error, result) => (error ? reject(error) : resolve(result))))
  })
}

const prepared = new WeakSet<pg.PoolClient>()

type Callback = (error: Error | undefined, result: pg.QueryResult) => void
/** What of pg's protocol classes is used here, which its types leave out. */
type Wire = {
  parse(message: { text: string; name?: string | undefined }): void
  bind(message: { statement?: string | undefined; values: readonly unknown[] }): void
  execute(message: object): void
}
type PgQuery = pg.Submittable & {
  prepare(wire: Wire): void
  handleDataRow(message: unknown): void
  handleCommandComplete(message: unknown, wire: Wire): void
} & EventEmitter
const PgQuery = pg.Query as unknown as new (asked: Asked, callback: Callback) => PgQuery // a subset of pg's own class

/** pg's query, with another statement before it whose one row is passed over. */
class ActingQuery extends PgQuery {
  readonly #setting: Asked
  #isSet = false

  constructor(asked: Asked, setting: Asked, callback: Callback) {
    super(asked, callback)
    this.#setting = setting
  }

  requiresPreparation(): boolean {
    return true
  }

  override prepare(wire: Wire): void {
    const { text, name, values } = this.#setting
    if (name === undefined) wire.parse({ text })
    wire.bind({ statement: name, values })
    wire.execute({})
    super.prepare(wire)
  }

  override handleDataRow(message: unknown): void {
    if (this.#isSet) super.handleDataRow(message)
  }

  override handleCommandComplete(message: unknown, wire: Wire): void {
    if (this.#isSet) super.handleCommandComplete(message, wire)
    this.#isSet = true
  }
}
