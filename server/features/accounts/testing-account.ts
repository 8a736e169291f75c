import assert from 'node:assert/strict'
import * as api from '#contract/accounts.ts'
import type { Input, Output } from '#contract/route.ts'
import { mainAction } from '#server/gateways/mail/render.ts'
import type { Caller, TestApp } from '#test/harness.ts'

export type Registration = Input<typeof api.register>['body']
export type Account = {
  email: string
  password: string
  token: string
  caller: Caller
  signedIn: Output<typeof api.verifyRegistration>
}

export function newPerson(change: Partial<Registration> = {}): Registration {
  return {
    email: 'anna@example.org',
    password: 'sieben rote Tulpen',
    displayName: 'Anna',
    timeZone: 'Europe/Berlin',
    language: 'en',
    ...change
  }
}

/** Registers and has the mail sent. */
export async function register(app: TestApp, change: Partial<Registration> = {}) {
  const { registrationId } = await app.anonymous.call(api.register, { body: newPerson(change) })
  await app.runJobs()
  return registrationId
}

/** What stands out in the newest mail to the address: a code or a link. */
export function mailedAction(app: TestApp, email = 'anna@example.org'): string {
  const mail = app.mail.sent.findLast(({ to }) => to === email)
  return mainAction(mail ?? assert.fail(`no mail to ${email}`))
}

/** The token of the newest reset link that was mailed to the address. */
export function mailedToken(app: TestApp, email = 'anna@example.org'): string {
  return mailedAction(app, email).split('#token=')[1] ?? assert.fail('no token')
}

/** A code of the same shape that is not the given one. */
export function anotherCode(code: string): string {
  return code.replace(/^./, (digit) => String((Number(digit) + 1) % 10))
}

/** Somebody with a proved address and a bearer session, by way of the API. */
export async function account(app: TestApp, change: Partial<Registration> = {}): Promise<Account> {
  const { email, password } = newPerson(change)
  const registrationId = await register(app, change)
  const body = { code: mailedAction(app, email.toLowerCase()), transport: 'bearer' } as const
  const signedIn = await app.anonymous.call(api.verifyRegistration, { params: { registrationId }, body })
  const token = signedIn.token ?? assert.fail('no token')
  return { email, password, token, caller: app.caller(token), signedIn }
}

export async function signIn(app: TestApp, change: Partial<Input<typeof api.signIn>['body']> = {}): Promise<Account> {
  const { email, password } = { ...newPerson(), ...change }
  const signedIn = await app.anonymous.call(api.signIn, { body: { email, password, transport: 'bearer' } })
  assert.ok('me' in signedIn, 'a second factor is asked for')
  const token = signedIn.token ?? assert.fail('no token')
  return { email, password, token, caller: app.caller(token), signedIn }
}

/** The events of the audit log in order, with whom they are about. */
export async function auditTrail(app: TestApp): Promise<{ event: string; subject: string | null }[]> {
  return app.db
    .selectFrom('audit_events')
    .select(['event', 'subject_id as subject'])
    .$narrowType<{ event: string }>()
    .orderBy('id')
    .execute()
}

export async function auditedEvents(app: TestApp): Promise<string[]> {
  return (await auditTrail(app)).map(({ event }) => event)
}
