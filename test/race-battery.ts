import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import * as accounts from '#contract/accounts.ts'
import { completeTask } from '#contract/completions.ts'
import { registerPushDevice } from '#contract/devices.ts'
import * as factors from '#contract/factors.ts'
import * as identities from '#contract/identities.ts'
import * as privacy from '#contract/privacy.ts'
import * as residences from '#contract/residences.ts'
import * as security from '#contract/security.ts'
import { deviceDigest } from '#server/features/accounts/device-token.ts'
import { totpCode, withPasskey, withTotp } from '#server/features/accounts/factors/testing-factors.ts'
import {
  beginning,
  browser,
  goAndReturn,
  returnInput,
  signInWith,
  type Browser,
  type FederatedApp
} from '#server/features/accounts/federation/testing-federation.ts'
import { sessionsPerUser } from '#server/features/accounts/rules.ts'
import { account, mailedAction, mailedToken, newPerson, register } from '#server/features/accounts/testing-account.ts'
import { newId } from '#server/platform/ids.ts'
import { makeAuthenticator } from './authenticator.ts'
import type { TestApp } from './harness.ts'
import { makeResidence } from './make-residence.ts'
import { makeTask } from './make-task.ts'
import { race } from './race.ts'

type Response = { statusCode: number; body: string; json<T>(): T }

/** What may happen so often and no oftener, however many ask at once. */
export type Limited = {
  readonly allowed: number
  attempt(index: number): Promise<Response>
  /** How often it happened, where that is not how often it was answered with success. */
  happened?(): Promise<number>
}

export type Tally = { doubles: number; faults: number; missing: number }

/** One round: how often it happened too often, failed as a fault or a deadlock, or did not happen although it could. */
export async function play(limited: Limited, width: number): Promise<Tally> {
  const results = await race(width, (index) => limited.attempt(index))
  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 500))
  const happened = (await limited.happened?.()) ?? statuses.filter((status) => status < 400).length
  return {
    doubles: Math.max(0, happened - limited.allowed),
    missing: Math.max(0, limited.allowed - happened),
    faults: statuses.filter((status) => status >= 500).length
  }
}

/** Everything that works once or is limited; `name` keeps the rounds apart. */
export const battery: Readonly<Record<string, (app: FederatedApp, name: string) => Promise<Limited>>> = {
  'the code of a registration': async (app, name) => {
    const email = `${name}@example.org`
    const registrationId = await register(app, { email })
    const body = { code: mailedAction(app, email), transport: 'bearer' } as const
    return once(() => app.anonymous.send(accounts.verifyRegistration, { params: { registrationId }, body }))
  },
  'the link to a new password': async (app, name) => {
    const { email } = await person(app, name)
    await app.anonymous.call(accounts.forgotPassword, { body: { email } })
    await app.runJobs()
    const body = { token: mailedToken(app, email), password: 'neun gelbe Narzissen' }
    return once(() => app.anonymous.send(accounts.resetPassword, { body }))
  },
  'the code for another address': async (app, name) => {
    const { caller } = await changingAddress(app, name)
    const body = { code: mailedAction(app, `${name}.new@example.org`) }
    return once(() => caller.send(security.proveAddress, { body }))
  },
  'the link that stops a change of address': async (app, name) => {
    const { email } = await changingAddress(app, name)
    const body = { token: mailedToken(app, email) }
    return once(() => app.anonymous.send(security.stopAddressChange, { body }))
  },
  'a token that is exchanged in a step-up': async (app, name) => {
    const { caller, password } = await person(app, name)
    return once(() => caller.send(security.stepUp, { body: { proofs: [{ method: 'password', password }] } }))
  },
  'a code of an authenticator app': async (app, name) => {
    const owner = await withTotp(app, await guardedPerson(app, name))
    app.clock.advance({ minutes: 1 })
    const proof = { method: 'totp', code: totpCode(app, owner.secret) } as const
    const proofs = [{ method: 'password', password: owner.password } as const, proof]
    return once(() => owner.caller.send(security.stepUp, { body: { proofs } }))
  },
  'a recovery code': async (app, name) => {
    const owner = await withTotp(app, await guardedPerson(app, name))
    const proof = { method: 'recovery_code', code: owner.recoveryCodes[0] ?? assert.fail('no code') } as const
    const proofs = [{ method: 'password', password: owner.password } as const, proof]
    return once(() => owner.caller.send(security.stepUp, { body: { proofs } }))
  },
  'the answer of a passkey': async (app, name) => {
    const { authenticator } = await withPasskey(app, await guardedPerson(app, name))
    const { challenge, flow } = await app.anonymous.call(factors.beginPasskeySignIn)
    const body = { flow, assertion: authenticator.get(challenge), transport: 'bearer' } as const
    return once(() => app.anonymous.send(factors.signInWithPasskey, { body }))
  },
  'a passkey that is added': async (app, name) => {
    const { caller } = await person(app, name)
    const body = { label: 'Phone', credential: makeAuthenticator().create(await caller.call(factors.beginPasskey)) }
    return once(() => caller.send(factors.addPasskey, { body }))
  },
  'the way back from a provider': async (app, name) => {
    vouchFor(app, name)
    const visitor = browser(app)
    const input = returnInput('google', await goAndReturn(app, visitor, 'google'))
    const headers = headersOf(visitor)
    return once(() => app.anonymous.send(identities.finishProviderSignIn, { ...input, headers }))
  },
  'the ID token of an app': async (app, name) => {
    vouchFor(app, name)
    const params = { provider: 'google' }
    const { nonce } = await app.anonymous.call(identities.challengeApp, { params })
    const idToken = await app.doubles.google.sign({ nonce })
    const body = { idToken, nonce, transport: 'bearer', ...beginning } as const
    return once(() => app.anonymous.send(identities.signInWithIdToken, { params, body }))
  },
  'the mailed link between account and provider': async (app, name) => {
    const { email } = await person(app, name)
    vouchFor(app, name)
    const { visitor } = await signInWith(app, 'google')
    await visitor.call(identities.mailLinkConfirmation, { body: {} })
    await app.runJobs()
    const body = { token: mailedToken(app, email), transport: 'bearer' } as const
    const headers = headersOf(visitor)
    return once(() => app.anonymous.send(identities.confirmLinkByMail, { body, headers }))
  },
  'the link to an archive of one’s data': async (app, name) => {
    const owner = await app.person(name)
    await owner.call(privacy.requestExport)
    await app.runJobs()
    const { token } = await owner.call(privacy.createExportLink)
    return once(() => owner.send(privacy.downloadExport, { body: { token } }))
  },
  'a phone that several say is theirs': async (app, name) => {
    const people = await Promise.all(Array.from({ length: 10 }, (_, index) => app.person(`${name} ${index}`)))
    const body = { platform: 'fcm', token: `the-address-of-the-phone-of-${name}` } as const
    const somebody = (index: number) => people[index % people.length] ?? assert.fail('nobody')
    return {
      allowed: 1,
      attempt: (index) => somebody(index).send(registerPushDevice, { body }),
      async happened() {
        const ids = people.map(({ userId }) => userId)
        const rows = app.db.selectFrom('push_devices').select('user_id').where('user_id', 'in', ids)
        return (await rows.execute()).length
      }
    }
  },
  'the end of a session': async (app, name) => {
    const { caller, email, password } = await person(app, name)
    await app.anonymous.call(accounts.signIn, { body: { email, password, transport: 'bearer' } })
    const { items } = await caller.call(security.listSessions)
    const sessionId = items.find(({ current }) => !current)?.id ?? assert.fail('no other session')
    return once(() => caller.send(security.endSession, { params: { sessionId } }))
  },
  'a place among twenty sessions': async (app, name) => {
    const { email, password, caller, signedIn } = await person(app, name)
    const devices = await knownDevices(app, signedIn.me.id)
    const body = { email, password, transport: 'bearer' } as const
    return {
      allowed: sessionsPerUser,
      attempt: (index) =>
        app.anonymous.send(accounts.signIn, { body, headers: { 'honeydue-device': devices[index] ?? '' } }),
      async happened() {
        await caller.send(accounts.getMe)
        const kept = app.db.selectFrom('sessions').select('id').where('user_id', '=', signedIn.me.id)
        return (await kept.execute()).length
      }
    }
  },
  'a share code for three': async (app, name) => {
    const owner = await app.person(name)
    const { id: residenceId } = await makeResidence(owner)
    const guests = await Promise.all(Array.from({ length: 10 }, (_, index) => app.person(`${name} ${index}`)))
    const body = { role: 'member', maxUses: 3 } as const
    const { code } = await owner.call(residences.createShareCode, { params: { residenceId }, body })
    const guest = (index: number) => guests[index % guests.length] ?? assert.fail('no guest')
    return { allowed: 3, attempt: (index) => guest(index).send(residences.joinResidence, { body: { code } }) }
  },
  'the completion of a task that is due once': async (app, name) => {
    const owner = await app.person(name)
    const task = await makeTask(owner, (await makeResidence(owner)).id)
    const body = { kind: 'done', dueOn: task.dueOn } as const
    return once(() => owner.send(completeTask, { params: { taskId: task.id }, body }))
  },
  'a request that is repeated with its key': async (app, name) => {
    const owner = await app.person(name)
    const headers = { 'idempotency-key': `key-of-${name}` }
    const body = { name: 'Home', timeZone: 'Europe/Berlin' }
    return {
      allowed: 1,
      attempt: () => owner.send(residences.createResidence, { body, headers }),
      happened: async () => (await owner.call(residences.listResidences, { query: {} })).items.length
    }
  }
}

function once(attempt: () => Promise<Response>): Limited {
  return { allowed: 1, attempt }
}

function person(app: TestApp, name: string) {
  return account(app, newPerson({ email: `${name}@example.org` }))
}

async function guardedPerson(app: TestApp, name: string) {
  const { signedIn, ...rest } = await person(app, name)
  return { ...rest, userId: signedIn.me.id }
}

/** Google vouches for the address that somebody of the name has. */
function vouchFor({ doubles }: FederatedApp, name: string): void {
  doubles.google.person = { sub: `sub-${name}`, email: `${name}@example.org`, email_verified: true }
}

/** As the browser would send them now, whatever its answers change afterwards. */
function headersOf({ cookies }: Browser): Record<string, string> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return { cookie, 'sec-fetch-site': 'same-origin' }
}

async function changingAddress(app: TestApp, name: string) {
  const anna = await person(app, name)
  await anna.caller.call(security.changeAddress, { body: { email: `${name}.new@example.org` } })
  await app.runJobs()
  return anna
}

/** One for each who takes part: so many unknown devices at once would be taken for people who guess at the password. */
async function knownDevices(app: TestApp, userId: string): Promise<string[]> {
  const credentials = Array.from({ length: 100 }, () => randomBytes(32).toString('base64url'))
  const at = app.clock.now().toString()
  const rows = credentials.map((credential) => ({
    id: newId(),
    user_id: userId,
    token_digest: deviceDigest(credential),
    last_used_at: at,
    created_at: at
  }))
  await app.db.insertInto('device_credentials').values(rows).execute()
  return credentials
}
