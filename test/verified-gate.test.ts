import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routes } from '#contract/index.ts'
import type { Route } from '#contract/route.ts'
import type { Problem } from '#server/platform/http/problem.ts'
import { newId } from '#server/platform/ids.ts'
import { testApp } from './harness.ts'

/** What is open as a whole to somebody whose address is not proved, and why … */
const openActions: Readonly<Record<string, string>> = {
  'account.secure': 'address, password, factors, sessions: the security of the account itself',
  'account.read': 'one may see what is about oneself'
}
/** … and what else; everything that is not named is closed to them. */
const open: Readonly<Record<string, string>> = {
  updateMe: 'one may say in which language one is spoken to',
  signOut: 'one may always leave',
  removePushDevice: 'one may always stop being reached there'
}

const signedIn = Object.entries<Route>(routes).filter(([, route]) => route.access === 'user')

test('what is open without a proved address is what this list says, each for a reason', () => {
  const declared = signedIn.filter(([, { verified, action }]) => !verified && !(action in openActions))
  assert.deepEqual(declared.map(([operationId]) => operationId).toSorted(), Object.keys(open).toSorted())
})

test('every other operation refuses somebody whose address is not proved, before it reads anything', async (t) => {
  const app = await testApp(t)
  const person = await app.person('Anna')
  await app.db.updateTable('users').set({ email_verified_at: null }).execute()
  const answers: Record<string, string> = {}
  for (const [operationId, { method, path, verified }] of signedIn) {
    if (!verified) continue
    const url = path.replaceAll(/:\w+/g, () => newId())
    const response = await app.inject({ method, url, headers: { authorization: `Bearer ${person.token}` } })
    answers[operationId] = response.json<Problem>().code
  }
  assert.ok(Object.keys(answers).length > 20)
  assert.deepEqual(new Set(Object.values(answers)), new Set(['email_not_verified']), JSON.stringify(answers))
})
