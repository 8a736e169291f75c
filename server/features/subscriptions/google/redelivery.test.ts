import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { noEmulator, pushingEmulator } from '#test/doubles/pubsub-emulator.ts'
import { freePort } from '#test/honeydue-process.ts'
import { connectProductForTest } from '#test/server.ts'
import { accountTokenOf, endOf, googleApp, paidUntil, type GoogleApp } from './testing-google.ts'

/** The app asks a database that is not there; what comes back brings it back. */
async function loseDatabase(app: GoogleApp): Promise<() => Promise<void>> {
  const { source } = app.database
  if (typeof source === 'string') throw new Error('tests connect by parts')
  const nowhere = connectProductForTest({ ...source, host: '127.0.0.1', port: await freePort() })
  const { db } = app.ground
  Object.assign(app.ground, { db: nowhere.db })
  return async () => {
    Object.assign(app.ground, { db })
    await nowhere.close()
  }
}

async function events({ db }: GoogleApp): Promise<number> {
  const { rows } = await sql`select from webhooks.events`.execute(db)
  return rows.length
}

test('X21: while the database is away a push is not taken; it comes again and is done once', async (t) => {
  const app = await googleApp(t)
  app.log.expectErrors()
  const anna = await app.person('Anna')
  const token = app.google.store.buy({ account: await accountTokenOf(app, anna) })
  const bringBack = await loseDatabase(app)
  assert.deepEqual(await app.google.topic.deliver(app.post), [503])
  await bringBack()
  assert.deepEqual([await events(app), await paidUntil(app, anna)], [0, undefined])
  assert.deepEqual(await app.deliver(), [204])
  assert.deepEqual(await app.deliver(), [])
  assert.deepEqual([await events(app), app.google.asked.read], [1, 1])
  assert.equal(await paidUntil(app, anna), endOf(app, token))
})

test(
  'Google’s own emulator is understood, and sends the same message again where it was not taken',
  { skip: noEmulator },
  async (t) => {
    const app = await googleApp(t)
    app.log.expectErrors()
    const anna = await app.person('Anna')
    const token = app.google.store.buy({ account: await accountTokenOf(app, anna) })
    const [message = assert.fail()] = app.google.topic.waiting.splice(0)
    const { subscription } = app.google.settings
    const bringBack = await loseDatabase(app)
    const taken = Promise.withResolvers<void>()
    const answered: number[] = []
    const { publish } = await pushingEmulator(t, {
      subscription,
      async receive(body) {
        const status = await app.post(body, `Bearer ${await app.google.topic.sign()}`)
        answered.push(status)
        if (answered.length === 1) await bringBack()
        if (status === 204) taken.resolve()
        return status
      }
    })
    const messageId = await publish(Buffer.from(message.data, 'base64').toString())
    await taken.promise
    await app.runJobs()
    assert.deepEqual(answered.slice(0, 2), [503, 204])
    const { rows } = await sql<{ id: string }>`select event_id as id from webhooks.events`.execute(app.db)
    assert.deepEqual(rows, [{ id: messageId }])
    assert.equal(await paidUntil(app, anna), endOf(app, token))
  }
)
