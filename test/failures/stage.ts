import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import * as accounts from '#contract/accounts.ts'
import { createShareCode, joinResidence, listResidences } from '#contract/residences.ts'
import { createTask } from '#contract/tasks.ts'
import { degradations } from '#server/commands/degradations.ts'
import { createPasswords } from '#server/features/accounts/passwords.ts'
import { newPerson } from '#server/features/accounts/testing-account.ts'
import type { IdentityProvider } from '#server/gateways/identity-providers/provider.ts'
import { mountHealth } from '#server/platform/http/health.ts'
import type { Person, TestApp } from '../harness.ts'
import { makeResidence } from '../make-residence.ts'
import type { Column } from './table.ts'

/** The product with somebody in it who can do all that is asked. */
export type Stage = {
  readonly app: TestApp
  readonly anna: Person
  readonly credentials: { readonly email: string; readonly password: string; readonly transport: 'bearer' }
  readonly residenceId: string
  /** Of a residence that Anna is no member of. */
  readonly shareCode: string
}

const password = 'sieben rote Tulpen'
let passwordHash: Promise<string> | undefined

/** By the real clock, which the database has too. */
export async function setStage(app: TestApp, providers: readonly IdentityProvider[] = []): Promise<Stage> {
  app.clock.set(Temporal.Now.instant().toString())
  mountHealth(app.server, app.ground, {
    stopping: false,
    degraded: () => degradations(app.limiter, { providers, files: app.files })
  })
  const [anna, ben] = [await app.person('Anna'), await app.person('Ben')]
  const email = 'anna@example.org'
  passwordHash ??= createPasswords().hash(password)
  await app.db
    .updateTable('users')
    .set({ email, password_hash: await passwordHash })
    .where('id', '=', anna.userId)
    .execute()
  const { id: residenceId } = await makeResidence(anna)
  const other = await makeResidence(ben)
  const { code } = await ben.call(createShareCode, { params: { residenceId: other.id }, body: { role: 'member' } })
  return { app, anna, credentials: { email, password, transport: 'bearer' }, residenceId, shareCode: code }
}

type Ask = (stage: Stage) => Promise<LightMyRequestResponse>

export const asks: Readonly<Record<Exclude<Column, 'readiness'>, readonly Ask[]>> = {
  'signing in': [({ app, credentials }) => app.anonymous.send(accounts.signIn, { body: credentials })],
  reading: [({ anna }) => anna.send(accounts.getMe), ({ anna }) => anna.send(listResidences, { query: {} })],
  writing: [
    ({ anna, residenceId }) =>
      anna.send(createTask, { params: { residenceId }, body: { title: 'Sweep', schedule: { kind: 'once' } } }),
    ({ anna }) => anna.send(accounts.updateMe, { body: { displayName: 'Anna Maria' } })
  ],
  'joining, resetting, registering': [
    ({ anna, shareCode }) => anna.send(joinResidence, { body: { code: shareCode } }),
    ({ app, credentials: { email } }) => app.anonymous.send(accounts.forgotPassword, { body: { email } }),
    ({ app }) => app.anonymous.send(accounts.forgotPassword, { body: { email: 'nobody@example.org' } }),
    ({ app }) => app.anonymous.send(accounts.register, { body: newPerson({ email: 'nina@example.org' }) })
  ]
}

/** What one cell of the table shows now: every answer must be of it. */
export async function observed(stage: Stage, column: Column): Promise<string> {
  if (column === 'readiness') return readiness(stage.app)
  const answers = []
  for (const ask of asks[column]) answers.push(wordOf(await ask(stage)))
  return [...new Set(answers)].join(', ')
}

function wordOf({ statusCode, headers, body }: LightMyRequestResponse): string {
  if (statusCode < 400) return 'works'
  const { code } = JSON.parse(body) as { code: string } // each refusal is a problem: passive-rules.ts
  assert.ok(statusCode !== 503 || Number(headers['retry-after']) > 0, `${code} says when to come back`)
  return code
}

async function readiness({ inject }: TestApp): Promise<string> {
  assert.equal((await inject({ url: '/healthz' })).statusCode, 200, 'the process lives')
  const answer = await inject({ url: '/readyz' })
  const { status, degraded } = answer.json<{ status: string; degraded?: string[] }>()
  assert.equal(answer.statusCode, status === 'ready' ? 200 : 503)
  return degraded ? 'degraded' : status
}
