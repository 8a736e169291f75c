import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#server/platform/ids.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { planNodes } from '#test/query-plan.ts'
import { forgetBuyer } from './erase-buyer-queries.ts'
import { forgottenAcknowledgements } from './google/acknowledgement-queries.ts'
import { overduePurchases } from './google/token-queries.ts'
import { unprocessedEvents } from './intake/event-log-queries.ts'
import { keysIn } from './intake/purchase-queries.ts'
import { digest, googlePurchase, onDay, product } from './testing/facts.ts'

const many = 3000

/** Purchases at Google of a year ago that go on, as nearly all do: acknowledged, paid, of a product that has a name. */
async function sell(app: TestApp, owner: string): Promise<void> {
  const { content } = googlePurchase({ expiresAtMs: onDay(20) })
  const at = app.clock
    .now()
    .subtract({ hours: 365 * 24 })
    .toString()
  await sql`
    with sold as (
      insert into store_purchases (id, store, environment, key, account_id, state, product_id, plan, first_seen_at, projected_at)
      select gen_random_uuid(), 'google', 'production', encode(sha256(number::text::bytea), 'hex'), ${owner}, 'ACTIVE',
        ${product}, 'pro', ${at}, ${at}
      from generate_series(1, ${many}::integer) number
      returning id, key),
    said as (
      insert into purchase_facts (store, environment, kind, key, purchase_id, clock_ms, content, heard_at)
      select 'google', 'production', 'google_purchase', key, id, 1, ${JSON.stringify(content)}::jsonb, ${at} from sold)
    insert into purchase_transfers (id, purchase_id, to_account_id, reason, proposed_at, expires_at, outcome)
    select gen_random_uuid(), id, ${owner}, 'Asked for', ${at}, ${at}, 'done' from sold`.execute(app.db)
}

/** One of this hour, of which Google has not been told, that is over and of a product without a name. */
async function sellOne(app: TestApp, owner: string): Promise<string> {
  const id = newId()
  const key = digest('a')
  const at = app.clock.now().toString()
  const { content } = googlePurchase({ expiresAtMs: onDay(-1), isAcknowledged: false })
  await app.db
    .insertInto('store_purchases')
    .values({
      id,
      store: 'google',
      environment: 'production',
      key,
      state: 'UNMAPPED',
      first_seen_at: at,
      projected_at: at
    })
    .execute()
  await app.db.updateTable('store_purchases').set({ account_id: owner }).where('id', '=', id).execute()
  const fact = { store: 'google', environment: 'production', kind: 'google_purchase', key, purchase_id: id }
  await app.db
    .insertInto('purchase_facts')
    .values({ ...fact, clock_ms: 1, content: JSON.stringify(content), heard_at: at })
    .execute()
  await app.db
    .insertInto('google_purchase_tokens')
    .values({ digest: Buffer.from(key, 'hex'), token_sealed: 'sealed', created_at: at })
    .execute()
  return id
}

/** Tables of which every row, or every row's index entry, was read. */
async function readWhole(app: TestApp, read: (db: Db) => Promise<unknown>): Promise<(string | undefined)[]> {
  const nodes = await planNodes(app.database, read)
  const large = /^(store_purchases|purchase_facts|purchase_transfers)$/
  return nodes
    .filter(({ kind, relation, rows }) => large.test(relation ?? '') && (kind === 'Seq Scan' || rows > 10))
    .map(({ relation }) => relation)
}

test('what runs every minute or hour, and what goes with an account, reads what is open of all that was bought', async (t) => {
  const app = await testApp(t)
  const [owner, gone] = [await app.person('Owner'), await app.person('Gone')]
  await sell(app, owner.userId)
  const id = await sellOne(app, owner.userId)
  const now = app.clock.now()

  const since = now.subtract({ hours: 72 })
  const forgotten = await forgottenAcknowledgements(app.db, since)
  assert.deepEqual(
    forgotten.map(({ purchaseId }) => purchaseId),
    [id]
  )
  assert.deepEqual(await readWhole(app, (db) => forgottenAcknowledgements(db, since)), [])
  assert.deepEqual(await overduePurchases(app.db, now, 100), [digest('a')])
  assert.deepEqual(await readWhole(app, (db) => overduePurchases(db, now, 100)), [])
  const unmapped = { select: 'unmapped', now: now.toString(), after: undefined, limit: 100 } as const
  assert.equal((await keysIn(app.db, unmapped)).length, 1)
  assert.deepEqual(await readWhole(app, (db) => keysIn(db, unmapped)), [])
  assert.deepEqual(await readWhole(app, (db) => forgetBuyer(db, gone.userId)), [])
})

test('what is open of the log is looked for in what stores may still tell again, not in all of it', async (t) => {
  const app = await testApp(t)
  await sql`select webhooks.prepare((date_trunc('month', now()) - interval '3 months')::date)`.execute(app.db)
  const logged = (ago: string) =>
    sql`
    insert into webhooks.events (chain, position, id, received_at, provider, environment, event_id, type, raw_digest, verifier,
      previous, hash)
    select 0, number, number, date_trunc('month', now()) - ${ago}::interval, 'stripe', 'production', number::text, 'old', '', 1,
      '', '' from generate_series(1, 500) number`.execute(app.db)
  await logged('75 days')
  const asked = { seconds: 60, after: 0, limit: 10 }
  assert.deepEqual(await unprocessedEvents(app.db, asked), [])
  const nodes = await planNodes(app.database, (db) => unprocessedEvents(db, asked))
  const { rows } = await sql<{ name: string }>`
    select to_char(date_trunc('month', now()) - interval '75 days', '_YYYY_MM') as name`.execute(app.db)
  const month = rows[0]?.name ?? assert.fail()
  assert.deepEqual(
    nodes.filter(({ relation }) => relation?.endsWith(month)),
    []
  )
})
