import assert from 'node:assert/strict'
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { mock, test, type TestContext } from 'node:test'
import { signedNotifications } from '#test/doubles/app-store/signed-notifications.ts'
import type { TestApp } from '#test/harness.ts'
import { accountTokenOf, googleApp } from './google/testing-google.ts'
import { stripeStage } from './stripe/testing-stripe.ts'
import { storeStage } from './testing/apple-stage.ts'
import { letIn } from './testing/let-in.ts'

/**
 * What it takes to refuse a webhook, without a clock: no connection of the database, a fixed number of signatures, and nothing
 * of what was sent is read before the signature of it holds. `npm run bench -- --only webhook` says what it costs.
 */

type Work = { signatures: number; parsed: string[] }

/** Counts what is done from now on, until the test ends; `since` begins anew. */
function watchWork(t: TestContext): { since(): Work } {
  let work: Work = { signatures: 0, parsed: [] }
  const counted = (object: object, method: string) => {
    const original = Reflect.get(object, method) as (...args: unknown[]) => unknown // each is one
    const spy = mock.method(
      object as Record<string, typeof original>,
      method,
      function (this: unknown, ...args: unknown[]) {
        work.signatures += 1
        return original.apply(this, args)
      }
    )
    t.after(() => spy.mock.restore())
  }
  counted(crypto, 'verify')
  counted(crypto, 'createHmac')
  counted(crypto.X509Certificate.prototype, 'verify')
  counted(globalThis.crypto.subtle, 'verify')
  const parse = JSON.parse
  const parses = mock.method(JSON, 'parse', (text: string, ...more: []) => {
    work.parsed.push(text)
    return parse(text, ...more) as unknown
  })
  syncBuiltinESMExports()
  t.after(() => {
    parses.mock.restore()
    syncBuiltinESMExports()
  })
  return {
    since() {
      const done = work
      work = { signatures: 0, parsed: [] }
      return done
    }
  }
}

type Request = { readonly payload: string | object; readonly headers?: Record<string, string> }

async function answerOf(app: TestApp, path: string, request: Request): Promise<number> {
  const headers = { 'content-type': 'application/json', ...request.headers }
  const url = `/api/webhooks/${path}`
  return (await app.inject({ method: 'POST', url, headers, payload: request.payload })).statusCode
}

/** How many signatures are looked at at most before it is known why not: two of a chain that is new, one of what it has signed. */
const mostByDoubt: Readonly<Record<string, number>> = {
  malformed: 0,
  'too long': 0,
  algorithm: 0,
  chain: 0,
  issuer: 2,
  purpose: 2,
  key: 2,
  signature: 3
}

// X16, X17, X18, X22
test('of a notification that Apple has not signed nothing is read, and three signatures at most are looked at', async (t) => {
  const { app, store, startMs } = await storeStage(t)
  app.log.expectErrors()
  const { agreed, stricter } = signedNotifications(store.authority, startMs)
  const forged: { what: string; doubt: string; signedPayload: string }[] = []
  for (const [what, make, doubt] of [...agreed, ...stricter])
    if (doubt !== 'taken') forged.push({ what, doubt, signedPayload: await make() })
  await letIn(app, 0)
  const work = watchWork(t)
  const seen = { signatures: 0, within: 0 }
  for (const { what, doubt, signedPayload } of forged) {
    work.since()
    const status = await answerOf(app, 'app-store', { payload: { signedPayload } })
    const { signatures, parsed } = work.since()
    assert.equal(status, doubt === 'too long' ? 413 : 401, what)
    const within = parsed.filter((text) => /"(notificationUUID|originalTransactionId)"/.test(text)).length
    const isByApple = !(doubt in mostByDoubt) || what === 'with parts that somebody else signed'
    // by Apple, for somebody else: what is within is by Apple too, or is not read either
    const most = isByApple ? { signatures: 5, within: 3 } : { signatures: mostByDoubt[doubt] ?? 0, within: 0 }
    assert.ok(signatures <= most.signatures, `${what}: ${signatures} signatures`)
    assert.ok(within <= most.within, `${what}: ${within} parts read`)
    seen.signatures = Math.max(seen.signatures, signatures)
    seen.within = Math.max(seen.within, within)
  }
  assert.ok(seen.signatures >= 3 && seen.within >= 2, 'what is done is seen')
  await letIn(app, -1)
})

// X19, X20
test('of a push that Google has not signed for us nothing is read, and one signature at most is looked at', async (t) => {
  const app = await googleApp(t)
  const { topic, store } = app.google
  store.buy({ account: await accountTokenOf(app, await app.person('Anna')) })
  const [message = assert.fail()] = topic.waiting.splice(0)
  const payload = topic.envelope(message)
  const signed = await topic.sign()
  assert.equal(await answerOf(app, 'google-play', { payload: {}, headers: { authorization: `Bearer ${signed}` } }), 204)
  const seconds = Math.floor(app.clock.now().epochMilliseconds / 1000)
  const tokens = {
    none: undefined,
    empty: '',
    'too long': `${signed}${'A'.repeat(9000)}`,
    'another audience': await topic.sign({ aud: 'https://else.example' }),
    'another account': await topic.sign({ email: 'play-push@elsewhere.iam.gserviceaccount.com' }),
    'another issuer': await topic.sign({ iss: 'https://evil.example' }),
    'an address that is not proved': await topic.sign({ email_verified: false }),
    over: await topic.sign({ exp: seconds - 61 }),
    'of a time to come': await topic.sign({ iat: seconds + 120 }),
    'another key': await topic.sign({}, { kid: 'nobody’s' }),
    'by nobody': `${Buffer.from('{"alg":"none"}').toString('base64url')}.${signed.split('.')[1]}.`,
    'another signature': `${signed.slice(0, -100)}${'A'.repeat(50)}${signed.slice(-50)}`
  }
  const foreign = { ...payload, subscription: 'projects/else/subscriptions/play-push' }
  await letIn(app, 0)
  const work = watchWork(t)
  for (const [what, token] of Object.entries(tokens)) {
    work.since()
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const status = await answerOf(app, 'google-play', { payload, headers })
    const { signatures, parsed } = work.since()
    assert.deepEqual([what, status], [what, 401])
    assert.ok(signatures <= 1, `${what}: ${signatures} signatures`)
    assert.deepEqual([what, parsed.filter((text) => text.includes('"subscription"'))], [what, []])
  }
  const byGoogle = { authorization: `Bearer ${signed}` }
  assert.equal(await answerOf(app, 'google-play', { payload: foreign, headers: byGoogle }), 204)
  assert.equal(work.since().signatures, 1, 'what is for somebody else takes no connection either')
  await letIn(app, -1)
})

test('of an event that Stripe has not signed nothing is read, and one signature is made for each of our secrets', async (t) => {
  const { app, double, pay } = await stripeStage(t)
  await pay()
  const event = double.world.events.at(-1) ?? assert.fail()
  const now = app.clock.now()
  const others = ['whsec_1', 'whsec_2', 'whsec_3', 'whsec_4', 'whsec_5']
  const { payload, headers } = double.signed(event)
  const forged = {
    'no signature': { payload, headers: {} },
    'another secret': double.signed(event, { secrets: others.slice(1) }),
    'five other secrets': double.signed(event, { secrets: others }),
    'a header that is too long': { payload, headers: { 'stripe-signature': `t=1,${'v1=00,'.repeat(400)}` } },
    'other bytes': { payload: `${payload} `, headers },
    old: double.signed(event, { at: now.subtract({ seconds: 301 }) }),
    'of the future': double.signed(event, { at: now.add({ seconds: 301 }) }),
    'as large as is read': double.signed({ ...event, padding: 'x'.repeat(60_000) }, { secrets: others })
  }
  await letIn(app, 0)
  const work = watchWork(t)
  for (const [what, request] of Object.entries(forged)) {
    work.since()
    const status = await answerOf(app, 'stripe', request)
    const { signatures, parsed } = work.since()
    assert.deepEqual([what, status, signatures], [what, 401, double.secrets.length])
    assert.deepEqual([what, parsed.filter((text) => text.includes('"object"'))], [what, []])
  }
  await letIn(app, -1)
})
