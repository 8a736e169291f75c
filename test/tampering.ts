import type pg from 'pg'
import { generateKeyPairSync } from 'node:crypto'
import { audit } from '#server/platform/audit.ts'
import { anchorNow, readAnchors, type AnchorBook } from '#server/platform/audit-anchor.ts'
import { verifyAudit } from '#server/platform/audit-verify.ts'
import { newId } from '#server/platform/ids.ts'
import { roles } from '#server/platform/postgres/roles.ts'
import { sqlState } from '#server/platform/transaction.ts'
import type { TestDatabase } from './database.ts'

/** What somebody with the product's own rights may try against the log, once they run SQL of theirs in it. */
export const asProduct: Readonly<Record<string, string>> = {
  edit: `update audit.events set event = 'task.created'`,
  delete: 'delete from audit.events',
  truncate: 'truncate audit.events',
  'delete in a cascade': 'truncate users cascade; delete from audit.events',
  insert: `insert into audit.events select * from audit.events`,
  'insert under an id of choice': `insert into audit.events (id, chain, position) overriding system value values (1, 1, 1)`,
  'read everything': 'select * from audit.events',
  'read everything through the table of keys': 'select * from audit.keys',
  copy: 'copy audit.events to stdout',
  'copy by a program': `copy (select 1) to program 'true'`,
  alter: 'alter table audit.events add column note text',
  drop: 'drop table audit.events',
  'switch the trigger off': 'alter table audit.events disable trigger all',
  'drop the trigger': 'drop trigger append_only on audit.events',
  'replica role': `set session_replication_role = replica`,
  'replace the function': `create or replace function audit.append(entries jsonb) returns void language sql as 'select null'`,
  'a function before it in the path':
    'create function audit.sha256(text) returns bytea language sql as $$select null$$',
  'become the owner': `set role ${roles.owner}`,
  'become the reader of the log': `set role ${roles.audit}`,
  'move the numbers': `select setval('audit.event_ids', 1)`,
  'take a right': `grant all on audit.events to ${roles.app}`,
  'destroy a key': `select audit.forget(gen_random_uuid())`,
  'speak for another': `select audit.append('[{"actorKind":"user","actorId":"01a2177e-8bd0-7aca-976a-26e5b8597c2a","event":"task.created","outcome":"done","requestId":"x"}]')`
}

const rehash = `do $$ declare each audit.events; former bytea; chain_of integer; begin
  for each in select * from audit.events order by chain, position loop
    if chain_of is distinct from each.chain then former := sha256('honeydue audit log'); end if;
    each.previous := former; each.hash := audit.hash_of(each);
    update audit.events set previous = each.previous, hash = each.hash where (chain, position) = (each.chain, each.position);
    former := each.hash; chain_of := each.chain;
  end loop; end $$`
const unguarded = 'alter table audit.events disable trigger append_only'
const guarded = 'alter table audit.events enable always trigger append_only'

/** What a superuser or the owner can do to the table, which only shows afterwards. */
export const asSuperuser: Readonly<Record<string, readonly string[]>> = {
  edit: [unguarded, `update audit.events set event = 'task.created' where position = 2`, guarded],
  'edit a time by a microsecond': [
    unguarded,
    `update audit.events set at = at + interval '1 microsecond' where position = 2`,
    guarded
  ],
  'edit and compute all hashes anew': [
    unguarded,
    `update audit.events set event = 'task.created' where position = 2`,
    rehash,
    guarded
  ],
  delete: [unguarded, 'delete from audit.events where position = 2', guarded],
  'delete the beginning': [unguarded, 'delete from audit.events where position = 1', guarded],
  'delete and close the gap': [
    unguarded,
    'delete from audit.events where position = 2',
    'update audit.events set position = position - 1 where position > 2',
    rehash,
    guarded
  ],
  reorder: [
    unguarded,
    `update audit.events set position = -position where position in (2, 3);
     update audit.events set position = 5 + position where position < 0`,
    guarded
  ],
  insert: [
    unguarded,
    'update audit.events set position = -position - 1 where position > 1; update audit.events set position = -position where position < 0',
    'insert into audit.events select chain, 2, id, at, actor_kind, actor_id, event, outcome, subject_id, person_id, residence_id, detail, request_id, origin, previous, hash from audit.events where position = 1',
    rehash,
    guarded
  ],
  'truncate the tail': [
    unguarded,
    'delete from audit.events where (chain, position) in (select chain, max(position) from audit.events group by chain)',
    guarded
  ],
  'truncate a whole chain': [
    unguarded,
    'delete from audit.events where chain = (select min(chain) from audit.events)',
    guarded
  ],
  'truncate everything': [unguarded, 'truncate audit.events', guarded],
  'owner disables the trigger': [unguarded],
  'owner makes the trigger an ordinary one': ['alter table audit.events enable trigger append_only'],
  'owner drops the trigger': ['drop trigger append_only on audit.events'],
  'owner gives a right away': [`grant delete on audit.events to ${roles.app}`]
}

/** What stands in a superuser's way all the same. */
export const refusedToSuperuser: Readonly<Record<string, string>> = {
  delete: 'delete from audit.events',
  truncate: 'truncate audit.events',
  'replica role, which switches ordinary triggers off': `set local session_replication_role = replica; delete from audit.events`
}

/** Some events by several connections at once, and the anchor that saw them. */
export async function writtenLog(database: TestDatabase): Promise<{ problems(): Promise<readonly string[]> }> {
  const { product, pool } = database
  const userId = newId()
  const actor = {
    kind: 'user',
    userId,
    sessionId: newId(),
    verified: true,
    authenticatedAt: Temporal.Now.instant()
  } as const
  const ctx = { actor, origin: { requestId: 'r', ip: undefined, userAgent: '' }, sealOrigin: async () => null }
  const write = () =>
    product
      .dbOf(userId)
      .transaction()
      .execute((tx) => audit(tx, ctx, { event: 'profile.changed', subjectId: userId }))
  for (let round = 0; round < 5; round++) await Promise.all(Array.from({ length: 10 }, write))
  const lines: string[] = []
  const book: AnchorBook = { lines: async () => lines, add: async (line) => void lines.push(line) }
  const { privateKey } = generateKeyPairSync('ed25519')
  await anchorNow(product.db, { book, key: privateKey }, Temporal.Now.instant())
  return { problems: async () => (await verifyAudit(pool, readAnchors(lines, privateKey).anchors)).problems }
}

/** Whether PostgreSQL refuses the statement for lack of a right. What it does is undone. */
export async function isDenied(client: pg.ClientBase, statement: string): Promise<boolean> {
  await client.query('begin')
  try {
    await client.query(statement)
    return false
  } catch (error) {
    return sqlState(error) === '42501'
  } finally {
    await client.query('rollback')
  }
}

/** What `verify` finds after the statements, in a transaction that is undone. */
export async function detected(database: TestDatabase, statements: readonly string[]): Promise<readonly string[]> {
  const log = await writtenLog(database)
  for (const statement of statements) await database.pool.query(statement)
  return log.problems()
}
