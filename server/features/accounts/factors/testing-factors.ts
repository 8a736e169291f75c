import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { TOTP } from 'otpauth'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/factors.ts'
import type { Output } from '#contract/route.ts'
import { makeAuthenticator, type Authenticator } from '#test/authenticator.ts'
import type { Caller, TestApp } from '#test/harness.ts'
import { account, newPerson } from '../testing-account.ts'

/** Somebody whose session goes on under `token`. */
export type Guarded = { userId: string; email: string; password: string; token: string; caller: Caller }
export type WithTotp = Guarded & { secret: string; recoveryCodes: string[] }
export type WithPasskey = Guarded & {
  authenticator: Authenticator
  passkey: api.Passkey
  recoveryCodes: string[] | null
}

/** What the app of somebody shows, by the clock of the test; `steps` from now. */
export function totpCode(app: TestApp, secret: string, steps = 0): string {
  return new TOTP({ secret }).generate({ timestamp: app.clock.now().epochMilliseconds + steps * 30_000 })
}

/** Six digits that no step around now has. */
export function wrongTotpCode(app: TestApp, secret: string): string {
  const right = new Set([-1, 0, 1].map((steps) => totpCode(app, secret, steps)))
  return ['000000', '111111', '222222', '333333'].find((code) => !right.has(code)) ?? assert.fail()
}

export async function guarded(app: TestApp, change: Parameters<typeof account>[1] = {}): Promise<Guarded> {
  const { signedIn, ...rest } = await account(app, change)
  return { ...rest, userId: signedIn.me.id }
}

/** Sets an authenticator app up; the code of this step is used. */
export async function withTotp(app: TestApp, owner?: Guarded): Promise<WithTotp> {
  const person = owner ?? (await guarded(app))
  const { secret } = await person.caller.call(api.beginTotp)
  const added = await person.caller.call(api.confirmTotp, { body: { code: totpCode(app, secret) } })
  return { ...onward(app, person, added), secret, recoveryCodes: added.recoveryCodes ?? [] }
}

export async function withPasskey(app: TestApp, owner?: Guarded, label = 'Phone'): Promise<WithPasskey> {
  const person = owner ?? (await guarded(app))
  const authenticator = makeAuthenticator()
  const credential = authenticator.create(await person.caller.call(api.beginPasskey))
  const { passkey, ...added } = await person.caller.call(api.addPasskey, { body: { label, credential } })
  return { ...onward(app, person, added), authenticator, passkey, recoveryCodes: added.recoveryCodes }
}

/** The same person under the token that a change of factors gave. */
export function onward(app: TestApp, person: Guarded, { token }: { token: string | null }): Guarded {
  assert.ok(token, 'a bearer session gets its token in the reply')
  return { ...person, token, caller: app.caller(token) }
}

/** Gives the password and gets the question. */
export async function asked(app: TestApp, change: { email?: string; password?: string } = {}) {
  const { email, password } = { ...newPerson(), ...change }
  const reply = await app.anonymous.call(accounts.signIn, { body: { email, password, transport: 'bearer' } })
  assert.ok('secondFactor' in reply, 'a second factor is asked for')
  return reply.secondFactor
}

export function answer(app: TestApp, challenge: string, proof: api.FactorProof) {
  return app.anonymous.send(api.answerSecondFactor, { body: { challenge, proof, transport: 'bearer' } })
}

/** Answers rightly, and is signed in. */
export async function answered(
  app: TestApp,
  challenge: string,
  proof: api.FactorProof
): Promise<Extract<Output<typeof api.answerSecondFactor>, { me: unknown }>> {
  const reply = await app.anonymous.call(api.answerSecondFactor, { body: { challenge, proof, transport: 'bearer' } })
  assert.ok('me' in reply)
  return reply
}

export async function signInByPasskey(app: TestApp, authenticator: Authenticator) {
  const { challenge, flow } = await app.anonymous.call(api.beginPasskeySignIn)
  const body = { flow, assertion: authenticator.get(challenge), transport: 'bearer' } as const
  return app.anonymous.call(api.signInWithPasskey, { body })
}

/** The methods with which each session of the person began, the oldest first. */
export async function sessionMethods(app: TestApp, userId: string): Promise<string[][]> {
  const rows = await app.db
    .selectFrom('sessions')
    .select(sql<string[]>`methods::text[]`.as('methods'))
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute()
  return rows.map(({ methods }) => methods)
}
