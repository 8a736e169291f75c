import { createHash } from 'node:crypto'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type pg from 'pg'
import { begin, beginActing, end, queryActing, type Acting } from './acting.ts'
import { errorCode } from '../start-error.ts'

/** Each connection keeps each prepared text (some 10–50 kB of server memory) until it ends. Ours are a few hundred. */
export const namedTextLimit = 500

/** Transaction control has nothing to plan; the simple protocol is cheapest for it. */
const control = /^(begin|start transaction|commit|rollback|savepoint|release)\b/

/** The statement is gone (a pooler, DISCARD) or its columns changed under it (a migration): a new connection mends both. */
const staleCodes: ReadonlySet<string | undefined> = new Set(['26000', '0A000'])

/**
 * The pool as Kysely takes it, with a name for each SQL text, so that a text is parsed once per connection and not on every
 * run. Texts beyond the limit run unnamed: a query whose text varies without end (a list written out instead of
 * `= any($1)`) costs time then, never the server's memory; `log` names the first.
 */
export function namedStatements(pool: pg.Pool, log: (message: string) => void, limit = namedTextLimit): PostgresPool {
  return statementsOf(pool, namer(log, limit))
}

export type NameOf = (text: string) => string | undefined

/** The pool as Kysely takes it; `acting`: for whom every statement runs that it is given. */
export function statementsOf(pool: pg.Pool, nameOf: NameOf, acting?: Acting): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => withNames(await pool.connect(), nameOf, acting)
  }
}

export function namer(log: (message: string) => void, limit = namedTextLimit): NameOf {
  const names = new Map<string, string>()
  let warned = false
  return (text) => {
    const known = names.get(text)
    if (known !== undefined || control.test(text)) return known
    if (names.size >= limit) {
      if (!warned) log(`more than ${limit} SQL texts: this one and others run unprepared: ${text}`)
      warned = true
      return undefined
    }
    const name = createHash('sha256').update(text).digest('base64url')
    names.set(text, name)
    return name
  }
}

/** For one checkout: `acting` holds for each statement alone, and for a transaction from its first word to its last. */
function withNames(client: pg.PoolClient, nameOf: NameOf, acting: Acting | undefined): PostgresPoolClient {
  let stale = false
  let inTransaction = false
  async function query(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    const name = nameOf(text)
    const asked = { text, values: [...values], ...(name !== undefined && { name }) }
    try {
      if (!acting) return await client.query(asked)
      if (begin.test(text)) {
        inTransaction = true
        return await beginActing(client, text, acting)
      }
      if (!inTransaction) return await queryActing(client, asked, acting)
      if (end.test(text)) inTransaction = false
      return await client.query(asked)
    } catch (error) {
      stale ||= staleCodes.has(errorCode(error))
      throw error
    }
  }
  return {
    // Kysely's type has an overload for cursors, which only a dialect with a cursor class calls; ours has none.
    query: query as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(stale || destroy)
  }
}
