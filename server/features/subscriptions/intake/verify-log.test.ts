import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { anchorNow, readAnchors, type AnchorBook } from '#server/platform/audit-anchor.ts'
import { newId } from '#server/platform/ids.ts'
import { makeContext } from '#server/platform/make-context.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { roles } from '#server/platform/postgres/roles.ts'
import { sqlState } from '#server/platform/transaction.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { recordEvent, recordOutcome } from './event-log.ts'
import { dropMonth } from './verify-log-queries.ts'
import { verifyLog, webhookLog } from './verify-log.ts'

const { privateKey } = generateKeyPairSync('ed25519')

function recordOne(app: TestApp): Promise<void> {
  const ctx = makeContext(app.ground, { kind: 'job', name: 'test' } as const, {
    requestId: 'test',
    ip: undefined,
    userAgent: ''
  })
  return ctx.write(async (tx) => {
    const event = { provider: 'stripe', environment: 'production', eventId: newId(), type: 'ping', raw: '{}' } as const
    const { id } = await recordEvent(tx, ctx, event)
    await recordOutcome(tx, id, 'received')
    await recordOutcome(tx, id, 'processed')
  })
}

/** Three events in one chain, each with two outcomes, and an anchor of where they stood. */
async function writtenLog(app: TestApp) {
  for (let index = 0; index < 3; index++) await recordOne(app)
  return await anchored(app)
}

/** An anchor of where the log stands now, and what is wrong with the log by it. */
async function anchored(app: TestApp) {
  const lines: string[] = []
  const book: AnchorBook = { lines: async () => lines, add: async (line) => void lines.push(line) }
  await anchorNow(app.ground.db, { book, key: privateKey, log: webhookLog }, Temporal.Now.instant())
  return {
    async problems(db: Db = app.db): Promise<readonly string[]> {
      const read = readAnchors(lines, privateKey, webhookLog)
      return [...read.problems, ...(await verifyLog(db, read.anchors)).problems]
    }
  }
}

const loosened = (log: string) =>
  `do $$ declare each regclass; begin
    for each in select tgrelid::regclass from pg_trigger where tgfoid = 'webhooks.refuse_change'::regproc
      and tgrelid::regclass::text like 'webhooks.${log}%' loop
      execute format('alter table %s disable trigger all', each);
    end loop; end $$`
const fastened = (log: string) =>
  `do $$ declare each record; begin
    for each in select tgrelid::regclass as name, tgname from pg_trigger where tgfoid = 'webhooks.refuse_change'::regproc
      and tgrelid::regclass::text like 'webhooks.${log}%' loop
      execute format('alter table %s enable always trigger %I', each.name, each.tgname);
    end loop; end $$`
/** Every hash of the events made anew, as somebody would who can run everything. */
const rehash = `do $$ declare each webhooks.events; former bytea; chain_of integer; begin
  for each in select * from webhooks.events order by chain, position loop
    if chain_of is distinct from each.chain then former := coalesce((select hash from webhooks.dropped where log = 'events' and dropped.chain = each.chain), sha256('honeydue webhook log')); end if;
    each.previous := former; each.hash := webhooks.hash_of(each);
    update webhooks.events set previous = each.previous, hash = each.hash where (chain, position) = (each.chain, each.position);
    update webhooks.heads set position = each.position, hash = each.hash where log = 'events' and heads.chain = each.chain;
    former := each.hash; chain_of := each.chain;
  end loop; end $$`

const within = (log: string, ...statements: string[]) => [loosened(log), ...statements, fastened(log)]

/** What a superuser or the owner can do, which only shows afterwards. */
const tampering: Readonly<Record<string, readonly string[]>> = {
  'edit an event': within('events', `update webhooks.events set type = 'pong' where position = 2`),
  'edit a time by a microsecond': within(
    'events',
    `update webhooks.events set received_at = received_at + interval '1 microsecond' where position = 2`
  ),
  'edit and compute all hashes and heads anew': within(
    'events',
    `update webhooks.events set type = 'pong' where position = 2`,
    rehash
  ),
  'delete an event': within('events', 'delete from webhooks.events where position = 2'),
  'delete the beginning': within('events', 'delete from webhooks.events where position = 1'),
  'delete and close the gap': within(
    'events',
    'delete from webhooks.events where position = 2',
    'update webhooks.events set position = position - 1 where position > 2',
    rehash
  ),
  'put events in another order': within(
    'events',
    'update webhooks.events set position = 5 - position where position in (2, 3)'
  ),
  'insert an event': within(
    'events',
    `update webhooks.events set position = position + 1 where position > 1`,
    `insert into webhooks.events select chain, 2, id + 1000, received_at, provider, environment, event_id, type, subtype,
      purchase_digest, signed_at, raw_digest, raw, verifier, previous, hash from webhooks.events where position = 1`,
    rehash
  ),
  'cut the last event off': within('events', 'delete from webhooks.events where position = 3'),
  'cut the last event off, and the head back': within(
    'events',
    'delete from webhooks.events where position = 3',
    rehash
  ),
  'cut the last event off, its name with it, and the head back': [
    ...within(
      'event_names',
      'delete from webhooks.event_names where id in (select id from webhooks.events where position = 3)'
    ),
    ...within('events', 'delete from webhooks.events where position = 3', rehash)
  ],
  'cut everything off': within('events', 'truncate webhooks.events'),
  'edit an outcome': within('outcomes', `update webhooks.outcomes set outcome = 'ignored' where position = 2`),
  'delete an outcome': within('outcomes', 'delete from webhooks.outcomes where position = 2'),
  'forget a name, so that an event comes again': within(
    'events',
    'delete from webhooks.events where position = 3',
    `update webhooks.heads set position = 2, hash = (select previous from webhooks.heads, lateral (select hash as previous from webhooks.events where position = 2) two where log = 'events' and position = 3) where log = 'events' and position = 3`
  ),
  'switch a trigger off': ['alter table webhooks.events disable trigger append_only'],
  'make a trigger an ordinary one': ['alter table webhooks.outcomes enable trigger append_only'],
  'drop the trigger of a month': [
    `do $$ begin execute format('drop trigger append_only_itself on webhooks.%I', 'events' || to_char(now(), '_YYYY_MM')); end $$`
  ],
  'give a right away': [`grant delete on webhooks.events to ${roles.system}`]
}

test('the log of webhooks as it was written is found to be so, by an anchor of its own word only', async (t) => {
  const app = await testApp(t)
  const log = await writtenLog(app)
  assert.deepEqual(await log.problems(), [])
  await recordOne(app)
  assert.deepEqual(await log.problems(), [], 'what came after the anchor is no problem')
  const lines: string[] = []
  const book: AnchorBook = { lines: async () => lines, add: async (line) => void lines.push(line) }
  await anchorNow(app.ground.db, { book, key: privateKey, log: webhookLog }, Temporal.Now.instant())
  assert.deepEqual(readAnchors(lines, privateKey).problems, ['anchor 1 is not signed with the key'])
})

// ASVS 16.4.2
test('whatever a superuser does to the log of webhooks is found', async (t) => {
  const app = await testApp(t)
  const log = await writtenLog(app)
  const undone = new Error('undone')
  for (const [name, statements] of Object.entries(tampering)) {
    const tampered = app.db.transaction().execute(async (tx) => {
      for (const statement of statements) await sql.raw(statement).execute(tx)
      assert.notDeepEqual(await log.problems(tx), [], name)
      throw undone
    })
    await assert.rejects(tampered, undone)
  }
  assert.deepEqual(await log.problems(), [])
})

// X15, ASVS 16.4.2
test('neither people’s requests nor the system change the log: for want of a right, and for the trigger alone', async (t) => {
  const app = await testApp(t)
  await writtenLog(app)
  const { pool } = app.database
  const tables = [
    'events',
    'outcomes',
    'event_names',
    'dropped',
    `events${monthOf(Temporal.Now.plainDateISO('UTC'))}`,
    'events_default'
  ]
  const columns: Record<string, string> = { outcomes: 'outcome', event_names: 'event_id', dropped: 'log' }
  for (const table of tables) {
    const column = columns[table] ?? 'type'
    const acts = [
      `update webhooks.${table} set ${column} = 'x'`,
      `delete from webhooks.${table}`,
      `truncate webhooks.${table}`
    ]
    for (const act of acts) {
      for (const role of [roles.app, roles.system]) {
        assert.ok(await refused(pool, `set local role ${role}; ${act}`), `${role}: ${act}`)
        const given = `grant usage on schema webhooks to ${role}; grant all on webhooks.${table} to ${role}; set local role ${role}`
        assert.match(await refused(pool, `${given}; ${act}`), /only grows/, `${role} with every right: ${act}`)
      }
      assert.match(await refused(pool, act), /only grows/, `superuser: ${act}`)
      assert.match(await refused(pool, `set local session_replication_role = replica; ${act}`), /only grows/)
    }
  }
  assert.match(
    await refused(pool, `set local role ${roles.system}; update webhooks.heads set position = 0`),
    /permission/
  )
})

type Pool = TestApp['database']['pool']

/** The message of the refusal; empty when it was done. What it does is undone. */
async function refused(pool: Pool, statements: string): Promise<string> {
  const client = await pool.connect()
  await client.query('begin')
  try {
    await client.query(statements)
    return ''
  } catch (error) {
    assert.equal(sqlState(error), '42501')
    return error instanceof Error ? error.message : ''
  } finally {
    await client.query('rollback')
    client.release()
  }
}

function monthOf(day: Temporal.PlainDate): string {
  return `_${day.toString().slice(0, 7).replace('-', '_')}`
}

test('a month that was dropped leaves behind where the chains went on; only the oldest one goes, and only when it is over', async (t) => {
  const app = await testApp(t)
  const { pool } = app.database
  const log = await writtenLog(app)
  await moveBack(pool)
  assert.notDeepEqual(await log.problems(), [], 'moved for the test: its anchor is of other rows')
  const moved = await anchored(app)
  assert.deepEqual(await moved.problems(), [])
  await recordOne(app)
  const today = Temporal.Now.plainDateISO('UTC')
  const month = (months: number) => today.with({ day: 1 }).add({ months }).toString()
  const drop = (months: number) => dropMonth(app.db, month(months))
  await assert.rejects(drop(0), { code: '23514', message: /only the oldest month/ })

  await drop(-1)

  const after = await verifyLog(app.db, [])
  assert.deepEqual([after.problems, after.rows, await moved.problems()], [[], 3, []])
  await assert.rejects(drop(0), { code: '23514', message: /not over/ })
  await assert.rejects(drop(-1), { code: '42P01' })
  for (const statement of within(
    'dropped',
    `update webhooks.dropped set hash = sha256('another past') where log = 'events'`,
    ...within('events', rehash)
  ))
    await pool.query(statement)
  assert.deepEqual(
    (await verifyLog(app.db, [])).problems,
    [],
    'another past, and all that follows made anew: whole in itself'
  )
  assert.match((await moved.problems()).join(), /^what was dropped of events \d+ is not what was anchored$/)
  await pool.query(
    `${loosened('dropped')}; update webhooks.dropped set position = position - 1; ${fastened('dropped')}`
  )
  assert.notDeepEqual((await verifyLog(app.db, [])).problems, [])
})

/** Puts all that the log holds into the month before, hashes and heads with it. */
async function moveBack(pool: Pool): Promise<void> {
  await pool.query(`
    ${loosened('events')}; ${loosened('outcomes')}; ${loosened('event_names')};
    select webhooks.prepare((date_trunc('month', now()) - interval '1 month')::date);
    update webhooks.events set received_at = received_at - interval '1 month';
    update webhooks.outcomes set at = at - interval '1 month';
    update webhooks.event_names set received_at = received_at - interval '1 month';
    ${rehash};
    ${rehash.replaceAll('webhooks.events', 'webhooks.outcomes').replaceAll(`log = 'events'`, `log = 'outcomes'`)};
    ${fastened('events')}; ${fastened('outcomes')}; ${fastened('event_names')}`)
}
