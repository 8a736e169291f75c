import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import { registerPushDevice } from '#contract/devices.ts'
import { answerSecondFactor } from '#contract/factors.ts'
import { createGuestLink, getGuestJob } from '#contract/guests.ts'
import * as residences from '#contract/residences.ts'
import { changeAddress, proveAddress } from '#contract/security.ts'
import { asked, guarded, totpCode, withTotp } from '#server/features/accounts/factors/testing-factors.ts'
import { totpSecretOf } from '#server/features/accounts/factors/totp.ts'
import { openRefreshToken, rowOf } from '#server/features/accounts/federation/new-identity.ts'
import { openPushToken } from '#server/features/devices/push-token.ts'
import { account, mailedAction, mailedToken, newPerson, register } from '#server/features/accounts/testing-account.ts'
import { newId } from '#server/platform/ids.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { keyringOf, type Keyring } from '#server/platform/keyring.ts'
import { Secret } from '#server/platform/secret.ts'
import { transact } from '#server/platform/transaction.ts'
import { dump } from './dump.ts'
import { makeTask } from './make-task.ts'
import { replicaOf, testApp, type TestApp } from './harness.ts'

const former = { kid: 'k1', k: 'the key of last year, long enough for the rule' }
const next = { kid: 'k2', k: 'the key of this year, long enough for the rule' }
const ring = (active: string, ...keys: { kid: string; k: string }[]) =>
  keyringOf(new Secret(JSON.stringify({ active, keys })))

type Artefact = {
  /** Makes one and gives back how to use it, in any process; the use tells the code of the refusal or undefined. */
  make(app: TestApp, name: string): Promise<(app: TestApp) => Promise<string | undefined>>
  refusal: string
}

const codeOf = (response: { statusCode: number; json<T>(): T }) =>
  response.statusCode < 400 ? undefined : response.json<{ code: string }>().code

/** Everything that a key of ours makes and somebody brings back. */
const artefacts: Record<string, Artefact> = {
  'the link to a new password': {
    refusal: 'reset_link_not_accepted',
    async make(app, name) {
      const email = `${name}@example.org`
      await account(app, newPerson({ email }))
      await app.anonymous.call(accounts.forgotPassword, { body: { email } })
      await app.runJobs()
      const body = { token: mailedToken(app, email), password: 'neun gelbe Narzissen' }
      return async (other) => codeOf(await other.anonymous.send(accounts.resetPassword, { body }))
    }
  },
  'the code of a registration': {
    refusal: 'code_not_accepted',
    async make(app, name) {
      const email = `${name}@example.org`
      const registrationId = await register(app, { email })
      const body = { code: mailedAction(app, email), transport: 'bearer' } as const
      return async (other) =>
        codeOf(await other.anonymous.send(accounts.verifyRegistration, { params: { registrationId }, body }))
    }
  },
  'the code for another address': {
    refusal: 'code_not_accepted',
    async make(app, name) {
      const { token, caller } = await account(app, newPerson({ email: `${name}@example.org` }))
      const email = `${name}.new@example.org`
      await caller.call(changeAddress, { body: { email } })
      await app.runJobs()
      const body = { code: mailedAction(app, email) }
      return async (other) => codeOf(await other.caller(token).send(proveAddress, { body }))
    }
  },
  'a share code': {
    refusal: 'share_code_not_found',
    async make(app, name) {
      const owner = await app.person(name)
      const guest = await app.person(`Guest of ${name}`)
      const body = { name: 'Home', timeZone: 'Europe/Berlin' }
      const { id: residenceId } = await owner.call(residences.createResidence, { body })
      const { code } = await owner.call(residences.createShareCode, {
        params: { residenceId },
        body: { role: 'member' }
      })
      return async (other) => codeOf(await other.caller(guest.token).send(residences.joinResidence, { body: { code } }))
    }
  },
  'a guest link': {
    refusal: 'guest_link_not_accepted',
    async make(app, name) {
      const owner = await app.person(name)
      const body = { name: 'Home', timeZone: 'Europe/Berlin' }
      const { id: residenceId } = await owner.call(residences.createResidence, { body })
      const { id: taskId } = await makeTask(owner, residenceId)
      const link = { params: { taskId }, body: { address: 'none', showsPhotos: false } } as const
      const { secret } = await owner.call(createGuestLink, link)
      return async (other) => codeOf(await other.caller(secret).send(getGuestJob))
    }
  },
  'the cursor of a list': {
    refusal: 'invalid_cursor',
    async make(app, name) {
      const { token, call } = await app.person(name)
      for (const home of ['A', 'B'])
        await call(residences.createResidence, { body: { name: home, timeZone: 'Europe/Berlin' } })
      const { nextCursor } = await call(residences.listResidences, { query: { limit: 1 } })
      const query = { cursor: nextCursor ?? assert.fail('no cursor') }
      return async (other) => codeOf(await other.caller(token).send(residences.listResidences, { query }))
    }
  }
}

for (const [what, { make, refusal }] of Object.entries(artefacts)) {
  // ASVS 13.3.4
  test(`${what} works while its key is in the ring, is made with the new key from then on, and ends with the key`, async (t) => {
    const before = await testApp(t, { keyring: ring('k1', former) })
    const overlap = await replicaOf(before, t, { keyring: ring('k2', next, former) })
    const after = await replicaOf(before, t, { keyring: ring('k2', next) })
    const [early, late] = [await make(before, 'early'), await make(before, 'late')]

    assert.equal(await early(overlap), undefined, 'the former key is accepted')
    const fresh = await make(overlap, 'fresh')
    assert.equal(await late(after), refusal, 'a key that is gone is refused')
    assert.equal(await fresh(after), undefined, 'the new key makes what is new')
    await before.runJobs()
  })
}

// ASVS 13.3.4
test('replacing the key signs nobody out', async (t) => {
  const before = await testApp(t, { keyring: ring('k1', former) })
  const after = await replicaOf(before, t, { keyring: ring('k2', next) })
  const { token } = await account(before)
  await after.caller(token).call(accounts.getMe)
})

// ASVS 13.3.4, 11.2.2
test('after the hourly job nothing is sealed with the former key: it can be dropped, and everything opens still', async (t) => {
  const before = await testApp(t, { keyring: ring('k1', former) })
  const overlap = await replicaOf(before, t, { keyring: ring('k2', next, former) })
  const after = await replicaOf(before, t, { keyring: ring('k2', next) })
  const people = []
  for (const name of ['anna', 'ben', 'carla']) {
    const person = await withTotp(before, await guarded(before, { email: `${name}@example.org` }))
    await person.caller.call(registerPushDevice, { body: { platform: 'fcm', token: `${name}-${'t'.repeat(20)}` } })
    people.push(person)
  }
  await manyWithTotp(before, ring('k1', former), 250)
  await keepIdentities(before, ring('k1', former), people[0]?.userId ?? '')
  assert.ok((await sealedUnder(before, 'k1')) > 250)

  await enqueueJob(overlap)
  await overlap.runJobs()

  assert.equal(await sealedUnder(before, 'k1'), 0)
  const { userId, email, password, secret } = people[0] ?? assert.fail()
  assert.equal((await openedTokens(after, ring('k2', next))).length, 5)
  const question = await asked(after, { email, password })
  before.clock.advance({ seconds: 30 })
  const proof = { method: 'totp', code: totpCode(after, secret) } as const
  await after.anonymous.call(answerSecondFactor, {
    body: { challenge: question.challenge, proof, transport: 'bearer' }
  })
  assert.ok(userId)

  const rows = await rowVersions(before)
  await enqueueJob(overlap)
  await overlap.runJobs()
  assert.deepEqual(await rowVersions(before), rows, 'what is done is not done again')
})

test('what no key opens any more is left as it is, and does not keep the rest from being sealed anew', async (t) => {
  const before = await testApp(t, { keyring: ring('k1', former) })
  const after = await replicaOf(before, t, { keyring: ring('k2', next) })
  await manyWithTotp(before, ring('k1', former), 120)
  const unreadable = await sealedUnder(before, 'k1')

  await enqueueJob(after)
  await after.runJobs()

  assert.equal(await sealedUnder(before, 'k1'), unreadable)
  assert.ok(before.log.lines.some(({ message }) => message?.startsWith('sealed anew')))
})

/** How many values of the database name a key as the one that sealed them; where nobodies came from lies in a log that only grows. */
async function sealedUnder({ database }: TestApp, keyId: string): Promise<number> {
  const cells = await dump(database.pool)
  const named = new RegExp(`(?<![\\w.])${keyId}\\.[\\w-]{16}\\.[\\w-]+`, 'g')
  return cells
    .filter(({ table }) => table !== 'audit.events')
    .reduce((count, { text }) => count + (text.match(named)?.length ?? 0), 0)
}

const enqueueJob = ({ db }: TestApp) => transact(db, (tx) => enqueue(tx, 'secrets.seal-anew', {}))

/** More than one batch of people with an authenticator app. */
async function manyWithTotp({ db, clock }: TestApp, keyring: Keyring, count: number): Promise<void> {
  const now = clock.now().toString()
  const ids = Array.from({ length: count }, newId)
  const users = ids.map((id) => ({
    id,
    email: `${id}@example.org`,
    display_name: 'Somebody',
    time_zone: 'UTC',
    language: 'en' as const
  }))
  await db.insertInto('users').values(users).execute()
  const factors = ids.map((id) => ({
    user_id: id,
    sealed_secret: keyring.seal('field', `secret of ${id}`, totpSecretOf(id)),
    confirmed_at: now
  }))
  await db.insertInto('totp_factors').values(factors).execute()
}

/** One that is linked and one whose person has left, so that its provider is still to be told. */
async function keepIdentities({ db, clock }: TestApp, keyring: Keyring, userId: string): Promise<void> {
  const now = clock.now().toString()
  const [here, gone] = [newId(), newId()]
  const shared = { issuer: 'https://login.example.org', client_id: 'honeydue' }
  const token = (id: string) => keyring.seal('field', `refresh token of ${id}`, rowOf(id))
  const identity = { ...shared, id: here, user_id: userId, subject: 'anna', last_used_at: now, linked_at: now }
  await db
    .insertInto('identities')
    .values({ ...identity, refresh_token: token(here) })
    .execute()
  await db
    .insertInto('pending_revocations')
    .values({ ...shared, id: gone, refresh_token: token(gone) })
    .execute()
}

/** The tokens of phones and providers as the ring opens them. */
async function openedTokens({ db }: TestApp, keyring: Keyring): Promise<string[]> {
  const phones = await db
    .selectFrom('push_devices')
    .select(['token_digest as digest', 'token_sealed as sealed'])
    .execute()
  const here = await db.selectFrom('identities').select(['id', 'refresh_token as sealed']).execute()
  const gone = await db.selectFrom('pending_revocations').select(['id', 'refresh_token as sealed']).execute()
  const tokens = [...here, ...gone].map(({ id, sealed }) =>
    openRefreshToken(keyring, { id, refreshToken: sealed ?? '' })
  )
  return [...phones.map((phone) => openPushToken(keyring, phone)), ...tokens].map((token) => token.reveal())
}

async function rowVersions({ database }: TestApp): Promise<unknown> {
  return (await database.pool.query(`select user_id, xmin::text from totp_factors order by 1`)).rows
}
