import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import * as residences from '#contract/residences.ts'
import { changeAddress, proveAddress } from '#contract/security.ts'
import { account, mailedAction, mailedToken, newPerson, register } from '#server/features/accounts/testing-account.ts'
import { keyringOf } from '#server/platform/keyring.ts'
import { Secret } from '#server/platform/secret.ts'
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
