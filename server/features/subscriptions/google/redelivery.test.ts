import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { afterwards } from '#test/afterwards.ts'
import { onServer } from '#test/database.ts'
import { noEmulator, pushingEmulator } from '#test/doubles/pubsub-emulator.ts'
import { startTestServer } from '#test/server.ts'
import { accountTokenOf, endOf, googleApp, paidUntil } from './testing-google.ts'

test(
  'Google’s own emulator is understood, and sends the same message again where it was not taken',
  { skip: noEmulator },
  async (t) => {
    const server = await startTestServer()
    afterwards(t, server.stop)
    const app = await onServer(server, () => googleApp(t))
    afterwards(t, server.goOn)
    app.log.expectErrors()
    const anna = await app.person('Anna')
    const token = app.google.store.buy({ account: await accountTokenOf(app, anna) })
    const [message = assert.fail()] = app.google.topic.waiting.splice(0)
    const { subscription } = app.google.settings
    await server.halt()
    const taken = Promise.withResolvers<void>()
    const answered: number[] = []
    const { publish } = await pushingEmulator(t, {
      subscription,
      async receive(body) {
        const status = await app.post(body, `Bearer ${await app.google.topic.sign()}`)
        answered.push(status)
        if (answered.length === 1) await server.goOn()
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
