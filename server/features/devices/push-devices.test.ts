import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signOut } from '#contract/accounts.ts'
import * as api from '#contract/devices.ts'
import { listMyEvents } from '#contract/events.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { testApp, testKeyring, type Person, type TestApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { openPushToken, pushTokenDigest } from './push-token.ts'
import { deleteUnregistered, livingDevices } from './queries.ts'

const token = 'a5f0c3e1d2b4968778695a4b3c2d1e0f'
const register = (person: Person, change: { token?: string } = {}) =>
  person.call(api.registerPushDevice, { body: { platform: 'apns', token, ...change } })

async function owners(app: TestApp, of = token): Promise<string[]> {
  const rows = await app.db
    .selectFrom('push_devices')
    .select('user_id as userId')
    .where('token_digest', '=', pushTokenDigest(of))
    .execute()
  return rows.map(({ userId }) => userId)
}

test('a phone is registered, listed without its token, registered again as the same one, and removed', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')

  const device = await register(anna)
  app.clock.advance({ hours: 1 })
  const again = await register(anna)

  assert.deepEqual(again, { ...device, registeredAt: again.registeredAt })
  assert.deepEqual(await anna.call(api.listPushDevices), { items: [{ ...again, current: true, userAgent: 'test' }] })
  const params = { deviceId: device.id }
  await anna.call(api.removePushDevice, { params })
  assert.equal((await anna.problem(api.removePushDevice, { params })).code, 'push_device_not_found')
  assert.deepEqual(await anna.call(api.listPushDevices), { items: [] })
})

test('a stranger neither sees nor removes a phone', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const berta = await app.person('Berta')
  const device = await register(anna)

  assert.deepEqual(await berta.call(api.listPushDevices), { items: [] })
  const problem = await berta.problem(api.removePushDevice, { params: { deviceId: device.id } })

  assert.equal(problem.code, 'push_device_not_found')
  assert.deepEqual(await owners(app), [anna.userId])
})

// ASVS 11.3.3
test('the token is in the database sealed for its own row, and nowhere as it is', async (t) => {
  const app = await testApp(t)
  await register(await app.person('Anna'))
  await register(await app.person('Berta'), { token: 'another-token-of-another-phone' })
  const rows = await app.db
    .selectFrom('push_devices')
    .select(['token_digest as digest', 'token_sealed as sealed'])
    .execute()
  const [first, second] = rows
  assert.ok(first && second)

  assert.ok(rows.every(({ sealed }) => !sealed.includes(token)))
  assert.deepEqual(
    rows.map((row) => openPushToken(testKeyring, row).reveal()).toSorted(),
    [token, 'another-token-of-another-phone'].toSorted()
  )
  assert.throws(() => openPushToken(testKeyring, { digest: first.digest, sealed: second.sealed }))
})

test('whoever registers a phone last has it: the person before is sent nothing more', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const berta = await app.person('Berta')
  await register(anna)

  await register(berta)

  assert.deepEqual(await owners(app), [berta.userId])
  assert.deepEqual(await anna.call(api.listPushDevices), { items: [] })
})

// ASVS 15.4.2
test('a hundred registrations of one phone by two people at once end with one owner, twenty times', async (t) => {
  const app = await testApp(t)
  const people = [await app.person('Anna'), await app.person('Berta')] as const
  for (let round = 0; round < 20; round++) {
    const of = `${token}-${round}`
    const body = { platform: 'fcm', token: of } as const
    const results = await race(100, (index) => people[index % 2 === 0 ? 0 : 1].send(api.registerPushDevice, { body }))

    const answers = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : result.reason))
    assert.deepEqual(
      answers,
      Array.from({ length: 100 }, () => 200)
    )
    assert.equal((await owners(app, of)).length, 1)
  }
})

// ASVS 7.4.1
test('signing out takes the phone out of the list, and a new token takes the place of the one before', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  await register(anna)
  await register(anna, { token: 'the-token-after-the-update' })
  assert.deepEqual(await owners(app), [])
  assert.deepEqual(await owners(app, 'the-token-after-the-update'), [anna.userId])

  await anna.call(signOut)

  assert.deepEqual(await app.db.selectFrom('push_devices').selectAll().execute(), [])
})

test('a registration while the session ends leaves no phone behind', async (t) => {
  const app = await testApp(t)
  for (let round = 0; round < 20; round++) {
    const anna = await app.person('Anna')
    await race(10, (index) =>
      index === 5 ? anna.send(signOut) : anna.send(api.registerPushDevice, { body: { platform: 'apns', token } })
    )
    assert.deepEqual(await owners(app), [])
  }
})

test('a late word that a token is dead does not end a registration after it', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  await register(anna)
  const heardAt = app.clock.now().add({ minutes: 1 })
  app.clock.advance({ minutes: 2 })
  await register(anna)
  const end = (since: Temporal.Instant) =>
    app.db.transaction().execute((tx) => deleteUnregistered(tx, pushTokenDigest(token), since))

  assert.equal(await end(heardAt), false)
  assert.deepEqual(await owners(app), [anna.userId])
  assert.equal(await end(app.clock.now().add({ seconds: 1 })), true)
  assert.deepEqual(await owners(app), [])
})

test('a token that is no token is refused', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  for (const bad of ['short', 'with a space in the middle', `${token}é`, 'x'.repeat(4097)]) {
    const problem = await anna.problem(api.registerPushDevice, { body: { platform: 'apns', token: bad } })
    assert.equal(problem.code, 'invalid_input')
  }
})

test('with its owner a phone changes its id, and whoever had it before is told in their events', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const berta = await app.person('Berta')
  const device = await register(anna)
  assert.equal((await register(anna)).id, device.id)

  assert.notEqual((await register(berta)).id, device.id)

  const { items } = await anna.call(listMyEvents, { query: {} })
  const moved = items.filter(({ event }) => event === 'push_device.moved')
  assert.deepEqual(
    moved.map(({ by }) => by),
    ['person']
  )
})

test('of many who register one phone at once each but the first takes it from somebody, and each such move is noted', async (t) => {
  const app = await testApp(t)
  const people = await Promise.all(Array.from({ length: 10 }, (_, index) => app.person(`Person ${index}`)))
  await race(
    10,
    (index) => people[index]?.call(api.registerPushDevice, { body: { platform: 'apns', token } }) ?? assert.fail()
  )

  const rows = await app.db
    .selectFrom('audit_events')
    .select('event')
    .where('event', '=', 'push_device.moved')
    .execute()
  assert.equal(rows.length, 9)
})

test('a phone whose session is over, or that has been silent for sixty days, is told nothing', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const told = () => livingDevices(app.db, { userIds: [anna.userId], platforms: ['apns'], now: app.clock.now() })
  await register(anna)
  assert.equal((await told()).length, 1)

  await app.db.updateTable('sessions').set({ idle_expires_at: app.clock.now().toString() }).execute()
  assert.deepEqual(await told(), [])

  const sweep = async () => {
    await app.db.transaction().execute((tx) => enqueue(tx, 'devices.sweep', {}))
    await app.runJobs()
  }
  app.clock.advance({ hours: 60 * 24 })
  await sweep()
  assert.deepEqual(await owners(app), [anna.userId])
  app.clock.advance({ minutes: 1 })
  await sweep()
  assert.deepEqual(await owners(app), [])
})
