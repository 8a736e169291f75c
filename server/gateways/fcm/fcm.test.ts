import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { ServiceAccount } from '#server/platform/service-account.ts'
import { Secret } from '#server/platform/secret.ts'
import { testFcm } from '#test/doubles/fcm.ts'
import { serviceAccount } from '#test/doubles/service-account.ts'
import { captureLog } from '#test/log.ts'
import { race } from '#test/race.ts'
import type { Notice, PushTarget } from '../push/push.ts'
import { fcm } from './fcm.ts'

const phone = 'dQw4w9WgXcQ:APA91bH-a-registration-token'
const target: PushTarget = { token: new Secret(phone), environment: 'production' }
const account = serviceAccount()

async function stage(
  t: TestContext,
  accounts: { now: ServiceAccount | undefined } = { now: account },
  taken?: (account: ServiceAccount) => void
) {
  let instant = Temporal.Instant.from('2026-03-10T12:00:00Z')
  const now = () => instant
  const log = captureLog()
  const google = await testFcm(t, { account, now })
  google.install(phone)
  const sender = fcm({ standIn: google.url, account: () => accounts.now, now, log, ...(taken && { taken }) })
  const notice: Notice = {
    id: '0198f0a0-0000-7000-8000-000000000001',
    title: 'Clean the gutter',
    body: 'Anna has done it',
    collapseId: 'done-1',
    expiresAt: now().add({ hours: 24 }),
    data: { task: 'task-1' }
  }
  const send = (more: Partial<Notice> = {}) => sender.send(target, { ...notice, ...more })
  return { google, sender, log, send, advance: (by: Temporal.DurationLike) => void (instant = instant.add(by)) }
}

const delivered = { outcome: 'delivered', environment: 'production' }

test('a notice arrives as it was meant, with one access token for as long as it works', async (t) => {
  const { google, send, advance } = await stage(t)

  const results = await race(5, () => send())
  assert.ok(results.every((result) => result.status === 'fulfilled' && result.value.outcome === 'delivered'))
  assert.deepEqual(google.sent[0], {
    token: phone,
    notification: { title: 'Clean the gutter', body: 'Anna has done it' },
    data: { task: 'task-1' },
    android: { priority: 'NORMAL', ttl: '86400s', notification: { tag: 'done-1' } }
  })
  advance({ minutes: 54 })
  await send()
  assert.equal(google.asked.token, 1)
  advance({ minutes: 2 })
  await send()
  assert.equal(google.asked.token, 2)
})

const table: [{ status: number; code: string }, unknown][] = [
  [
    { status: 404, code: 'UNREGISTERED' },
    { outcome: 'gone', isForeign: false }
  ],
  [
    { status: 403, code: 'SENDER_ID_MISMATCH' },
    { outcome: 'gone', isForeign: true }
  ],
  [
    { status: 401, code: 'THIRD_PARTY_AUTH_ERROR' },
    { outcome: 'misconfigured', reason: 'THIRD_PARTY_AUTH_ERROR' }
  ],
  [
    { status: 403, code: 'PERMISSION_DENIED' },
    { outcome: 'misconfigured', reason: 'PERMISSION_DENIED' }
  ],
  [
    { status: 429, code: 'QUOTA_EXCEEDED' },
    { outcome: 'later', reason: 'QUOTA_EXCEEDED' }
  ],
  [
    { status: 500, code: 'INTERNAL' },
    { outcome: 'later', reason: 'INTERNAL' }
  ],
  [
    { status: 503, code: 'UNAVAILABLE' },
    { outcome: 'later', reason: 'UNAVAILABLE' }
  ]
]

test('each answer has its outcome', async (t) => {
  const { google, send, sender, log } = await stage(t)
  log.expectErrors()
  for (const [fault, outcome] of table) {
    google.answerNext(fault)
    assert.deepEqual(await send(), outcome)
  }
  assert.ok(log.lines.some(({ message }) => message?.includes('another project')))
  assert.deepEqual(await send({ title: 'x'.repeat(5000) }), { outcome: 'refused', reason: 'INVALID_ARGUMENT' })
  const nobody = { token: new Secret('not a token'), environment: 'production' } as const
  const notice = {
    id: '',
    title: '',
    body: '',
    collapseId: '',
    data: {},
    expiresAt: Temporal.Instant.from('2026-03-10T12:00:00Z')
  }
  assert.equal((await sender.send(nobody, notice)).outcome, 'gone')
  google.uninstall(phone)
  assert.equal((await send()).outcome, 'gone')
})

test('Google is left alone for as long as it asks', async (t) => {
  const { google, send, advance } = await stage(t)
  google.answerNext({ status: 503, code: 'UNAVAILABLE', retryAfter: '60' })

  assert.equal((await send()).outcome, 'later')
  advance({ seconds: 59 })
  assert.equal((await send()).outcome, 'later')
  assert.equal(google.asked.send, 1)
  advance({ seconds: 2 })
  assert.deepEqual(await send(), delivered)
})

test('an access token that stops working is replaced once', async (t) => {
  const { google, send } = await stage(t)
  await send()
  google.forgetTokens()
  assert.deepEqual(await send(), delivered)
  assert.equal(google.asked.token, 2)
})

test('a new key is used from the next notice on; one that Google refuses is named in the log', async (t) => {
  const accounts: { now: ServiceAccount | undefined } = { now: account }
  const { google, send, log } = await stage(t, accounts)
  const other = serviceAccount('key-2')
  await send()
  google.keys.add(other)
  google.keys.delete(account)
  accounts.now = other
  assert.deepEqual([await send(), google.asked.token], [delivered, 2])

  log.expectErrors()
  accounts.now = account
  assert.deepEqual(await send(), { outcome: 'misconfigured', reason: 'invalid_grant' })
  accounts.now = undefined
  assert.deepEqual(await send(), { outcome: 'misconfigured', reason: 'there is no service account' })
  assert.ok(log.lines.some(({ message }) => message === 'Google refuses the FCM service account'))
})

test('the account is said to be taken when a notice got through, and not when Google wants a pause', async (t) => {
  const taken: ServiceAccount[] = []
  const { google, send } = await stage(t, { now: account }, (each) => void taken.push(each))
  await send()
  google.answerNext({ status: 503, code: 'UNAVAILABLE' })
  await send()
  assert.deepEqual(taken, [account])
})

test('while Google is away it is for later, and afterwards it goes on by itself', async (t) => {
  const { google, send } = await stage(t)
  await google.stop()
  assert.equal((await send()).outcome, 'later')
  await google.start()
  assert.deepEqual(await send(), delivered)
})

test('the look at the connection sends nobody anything, and is content with a yes alone', async (t) => {
  const { google, sender, log } = await stage(t)
  log.expectErrors()
  assert.equal(await sender.check(), undefined)
  assert.deepEqual([google.sent, google.asked.validated], [[], 1])
  google.answerNext({ status: 403, code: 'PERMISSION_DENIED' })
  assert.equal(await sender.check(), 'PERMISSION_DENIED')
})
