import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Problem } from '#server/platform/http/problem.ts'
import { afterwards, type Scope } from '#test/afterwards.ts'
import { onServer } from '#test/database.ts'
import type { TestApp } from '#test/harness.ts'
import { startTestServer } from '#test/server.ts'
import { accountTokenOf, googleApp } from './google/testing-google.ts'
import { stripeStage } from './stripe/testing-stripe.ts'
import { storeStage } from './testing/apple-stage.ts'

/** What a store sends, and whether that was taken. */
type Post = (request: { payload: string; headers: Record<string, string> }) => Promise<number>
type Told = {
  readonly app: TestApp
  readonly path: string
  /** The store sends what it has to tell of a purchase and nobody has taken yet. */
  send(post: Post): Promise<unknown>
}

const json = { 'content-type': 'application/json' }

const stores: Readonly<Record<string, (scope: Scope) => Promise<Told>>> = {
  async 'the App Store'(scope) {
    const { app, store, tokenOf } = await storeStage(scope)
    store.buy({ appAccountToken: await tokenOf(await app.person('Anna')) }).bought()
    return {
      app,
      path: 'app-store',
      send(post) {
        app.clock.advance({ hours: 2 }) // it tries again after an hour
        return store.deliveries.send((payload) => post({ payload, headers: json }))
      }
    }
  },
  async 'Google Play'(scope) {
    const app = await googleApp(scope)
    app.google.store.buy({ account: await accountTokenOf(app, await app.person('Anna')) })
    return {
      app,
      path: 'google-play',
      send: (post) =>
        app.google.topic.deliver((body, authorization = '') =>
          post({ payload: JSON.stringify(body), headers: { ...json, authorization } })
        )
    }
  },
  async Stripe(scope) {
    const stage = await stripeStage(scope)
    await stage.pay()
    return { app: stage.app, path: 'stripe', send: (post) => stage.double.deliver(post) }
  }
}

const server = await startTestServer()
after(server.stop)

for (const [store, tell] of Object.entries(stores))
  test(`X21: while PostgreSQL is stopped ${store} is told to come again, and then it is done once`, async (t) => {
    const { app, path, send } = await onServer(server, () => tell(t))
    app.log.expectErrors()
    const answers: { status: number; code?: string; retryAfter?: number }[] = []
    const post: Post = async (request) => {
      const {
        statusCode: status,
        headers,
        body
      } = await app.inject({ method: 'POST', url: `/api/webhooks/${path}`, ...request })
      const { code } = status < 300 ? {} : (JSON.parse(body) as Problem)
      answers.push(code === undefined ? { status } : { status, code, retryAfter: Number(headers['retry-after']) })
      return status
    }

    afterwards(t, server.goOn)
    await server.halt()
    await send(post)
    const refused = answers.splice(0)
    assert.ok(refused.length > 0)
    assert.deepEqual(
      refused,
      refused.map(() => ({ status: 503, code: 'database_unavailable', retryAfter: 2 }))
    )

    await server.goOn()
    assert.deepEqual(await kept(app), { events: 0, processed: 0, purchases: 0, changes: 0, entitled: 0 })
    await send(post)
    assert.deepEqual(
      answers.splice(0),
      refused.map(() => ({ status: path === 'google-play' ? 204 : 200 }))
    )
    await app.runJobs()
    await send(post)
    assert.deepEqual(answers, [])
    const events = refused.length
    assert.deepEqual(await kept(app), { events, processed: events, purchases: 1, changes: 1, entitled: 1 })
  })

async function kept({ database }: TestApp): Promise<unknown> {
  const { rows } = await database.pool.query<object>(`select
    (select count(*) from webhooks.events)::integer as events,
    (select count(*) from webhooks.outcomes where outcome = 'processed')::integer as processed,
    (select count(*) from store_purchases)::integer as purchases,
    (select count(*) from purchase_history)::integer as changes,
    (select count(*) from entitlements where paid_until is not null)::integer as entitled`)
  return rows[0]
}
