import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import pg from 'pg'
import { signedReader, type StoreNotification } from '#server/gateways/app-store/read-signed.ts'
import type { StoreApp } from '#server/gateways/app-store/store-app.ts'

/**
 * The limit of a webhook: bare node:http that verifies what the App Store signed, as the product does, and writes in one
 * transaction what has to be there afterwards: the event, its two facts, the purchase, that it is done. It locks, reads and
 * decides nothing, seals nothing, and looks for no owner.
 */
export type WebhookPlan = { readonly app: StoreApp; readonly root: string; readonly database: pg.PoolConfig }
export type WebhookReady = { readonly port: number }

/** As many connections as the product has: `database.poolSize`. */
const connections = 10

process.once('message', ({ app, root, database }: WebhookPlan) => {
  const reader = signedReader(app, { root, now: () => Temporal.Now.instant() })
  const pool = new pg.Pool({ ...database, max: connections })
  const server = createServer(async (request, response) => {
    const { signedPayload } = (await json(request)) as { signedPayload: string } // what the bench sends has it
    await keep(pool, reader.notification(signedPayload))
    response.end()
  }).listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo // listens on TCP
    process.send?.({ port } satisfies WebhookReady)
  })
})

async function keep(
  pool: pg.Pool,
  { id, type, signedPayload, signedAtMs, purchase }: StoreNotification
): Promise<void> {
  if (!purchase) return
  const { transaction, renewal } = purchase
  const key = transaction.originalTransactionId
  const rawDigest = createHash('sha256').update(signedPayload).digest('hex')
  const event = { provider: 'app_store', environment: 'production', eventId: id, type, rawDigest, raw: signedPayload }
  const client = await pool.connect()
  const ask = (name: keyof typeof statements, values: unknown[] = []) =>
    client.query<{ id: string }>({ name, text: statements[name], values })
  await ask('begin')
  const logged = await ask('event', [JSON.stringify({ ...event, verifier: 1 })])
  const bought = await ask('purchase', [key, new Date(transaction.expiresDate ?? 0), transaction.productId])
  const ids = [transaction.transactionId, key]
  const contents = [JSON.stringify(transaction), JSON.stringify(renewal)]
  await ask('facts', [ids, contents, bought.rows[0]?.id, signedAtMs])
  await ask('done', [logged.rows[0]?.id])
  await ask('commit')
  client.release()
}

const statements = {
  begin: 'begin',
  event: 'select id from webhooks.append($1::jsonb)',
  purchase: `insert into store_purchases (id, store, environment, key, state, entitled_until, product_id, first_seen_at, projected_at)
    values (gen_random_uuid(), 'apple', 'production', $1, 'ACTIVE', $2, $3, now(), now())
    on conflict (store, environment, key) do update set state = 'ACTIVE', entitled_until = $2, product_id = $3, projected_at = now()
    returning id`,
  facts: `insert into purchase_facts (store, environment, kind, key, purchase_id, clock_ms, content, heard_at)
    select 'apple', 'production', kind, key, $3, $4, content::jsonb, now()
    from unnest(array['apple_transaction', 'apple_renewal'], $1::text[], $2::text[]) facts (kind, key, content)
    on conflict (store, environment, kind, key) do update set clock_ms = excluded.clock_ms, content = excluded.content`,
  done: `select webhooks.append_outcome($1, 'processed', null)`,
  commit: 'commit'
}
