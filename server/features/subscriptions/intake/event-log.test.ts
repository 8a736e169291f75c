import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeContext } from '#server/platform/make-context.ts'
import { keyringOf } from '#server/platform/keyring.ts'
import { sealAnew } from '#server/platform/seal-anew.ts'
import { Secret } from '#server/platform/secret.ts'
import { testApp, testKeyring, type TestApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { unprocessedEvents } from './event-log-queries.ts'
import { openRaw, recordEvent, recordOutcome, sealedWebhookKeys, type StoreEvent } from './event-log.ts'
import { processEvent } from './process-event.ts'
import { replayEvents } from './replay.ts'

const event: StoreEvent = {
  provider: 'app_store',
  environment: 'production',
  eventId: 'e1',
  type: 'DID_RENEW',
  purchaseKey: '2000000001',
  raw: 'a signed payload'
}

function contextOf(app: TestApp) {
  return makeContext(app.ground, { kind: 'job', name: 'test' }, { requestId: 'test', ip: undefined, userAgent: '' })
}

async function outcomes(app: TestApp): Promise<string[]> {
  const { rows } = await app.database.pool.query<{ outcome: string }>(
    'select outcome from webhooks.outcomes order by at'
  )
  return rows.map(({ outcome }) => outcome)
}

test('X13: the same event a hundred times at once is one row and processed once', async (t) => {
  const app = await testApp(t)
  let processed = 0
  const results = await race(100, () =>
    processEvent(contextOf(app), event, async () => {
      processed++
      return 'processed'
    })
  )
  assert.deepEqual(
    results.filter(({ status }) => status === 'rejected'),
    []
  )
  assert.equal(processed, 1)
  assert.deepEqual(await outcomes(app), ['processed'])
})

test('what was not processed is processed when it comes again, and by the replay', async (t) => {
  const app = await testApp(t)
  app.log.expectErrors()
  const ctx = contextOf(app)
  const failing = () => processEvent(ctx, event, () => Promise.reject(new Error('a fault of ours')))
  await assert.rejects(failing, { code: 'event_not_processed' })
  await assert.rejects(failing, { code: 'event_not_processed' })
  assert.deepEqual(await outcomes(app), ['failed', 'failed'])

  // the log's own clock decides which ones are old enough: here all of them
  const waiting = () => unprocessedEvents(app.db, { seconds: -1, after: 0, limit: 10 })
  assert.deepEqual(
    (await waiting()).map(({ eventId }) => eventId),
    ['e1']
  )
  await processEvent(ctx, event, async () => 'processed')
  assert.deepEqual(await waiting(), [])
})

test('the replay gets what was sent, does the work, and says so', async (t) => {
  const app = await testApp(t)
  const ctx = contextOf(app)
  await ctx.write((tx) => recordEvent(tx, ctx, event))
  const seen: string[] = []
  const replay = async (_tx: unknown, _ctx: unknown, { raw }: { raw: string }) => {
    seen.push(raw)
    return 'processed' as const
  }
  await replayEvents(ctx, { app_store: replay }, -1)
  await replayEvents(ctx, { app_store: replay }, -1)
  assert.deepEqual(seen, ['a signed payload'])
  assert.deepEqual(await outcomes(app), ['replayed', 'processed'])
})

test('what was sent is sealed, is not to be found in the database, and can be read after the key was replaced', async (t) => {
  const app = await testApp(t)
  const ctx = contextOf(app)
  await ctx.write((tx) => recordEvent(tx, ctx, event))
  const { rows } = await app.database.pool.query<{ text: string }>('select events::text as text from webhooks.events')
  assert.ok(rows.every(({ text }) => !text.includes(event.raw)))

  const anew = keyringOf(
    new Secret(
      JSON.stringify({
        active: 'next',
        keys: [
          { kid: 'next', k: 'n'.repeat(40) },
          { kid: testKeyring.activeKeyId, k: 'a key for tests only, long enough for the rule' }
        ]
      })
    )
  )
  assert.deepEqual(await sealAnew(ctx, anew, sealedWebhookKeys), { sealed: 1, lost: 0 })
  const [kept] = await unprocessedEvents(app.db, { seconds: -1, after: 0, limit: 1 })
  const only = keyringOf(new Secret(JSON.stringify({ active: 'next', keys: [{ kid: 'next', k: 'n'.repeat(40) }] })))
  assert.equal(await ctx.write((tx) => openRaw(tx, only, kept ?? assert.fail())), event.raw)
})

test('with the month’s key gone events are still taken, under another one', async (t) => {
  const app = await testApp(t)
  const ctx = contextOf(app)
  await ctx.write((tx) => recordEvent(tx, ctx, event))
  const other = { ...ctx, keyring: keyringOf(new Secret('quite another key of this installation')) }
  const { id, isNew } = await ctx.write((tx) => recordEvent(tx, other, { ...event, eventId: 'e2' }))
  await ctx.write((tx) => recordOutcome(tx, id, 'processed'))
  assert.equal(isNew, true)
})
