import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signedIn as policyDefault } from '#contract/policy.ts'
import type { Problem } from '#server/platform/http/problem.ts'
import { newId } from '#server/platform/ids.ts'
import { testApp } from './harness.ts'
import { operations } from './matrix/operations.ts'

/** All that is open to somebody signed in whose address is not proved, by what it is for; everything else is closed to them. */
const open: Readonly<Record<string, readonly string[]>> = {
  'me: who one is': ['getMe'],
  'prove the address: have the code mailed again, type it': ['getAddressProof', 'resendAddressCode', 'proveAddress'],
  'another address, when this one is wrong': ['changeAddress', 'cancelAddressChange'],
  leave: ['signOut'],
  'delete the account, or keep it after all': ['getDeletion', 'requestDeletion', 'cancelDeletion'],
  'secure the account: the password': ['changePassword', 'setPassword'],
  'secure the account: what happened to it': ['listMyEvents'],
  'secure the account: its sessions': [
    'listSessions',
    'endSession',
    'endOtherSessions',
    'endAllSessions',
    'rotateSession',
    'getStepUp',
    'stepUp',
    'challengeSession',
    'beginProviderProof',
    'finishProviderProof'
  ],
  'secure the account: its factors': [
    'listFactors',
    'beginTotp',
    'confirmTotp',
    'removeTotp',
    'beginPasskey',
    'addPasskey',
    'renamePasskey',
    'removePasskey',
    'renewRecoveryCodes'
  ],
  'secure the account: who else signs one in': ['listIdentities', 'unlinkIdentity']
}

const signedIn = operations().filter((operation) => !operation.open)

test('what is open without a proved address is exactly this list; an operation that says nothing is closed', (t) => {
  const declared = signedIn.filter(({ policy }) => !policy.verified).map(({ operationId }) => operationId)
  for (const [why, ids] of Object.entries(open)) t.diagnostic(`${why}: ${ids.join(', ')}`)
  t.diagnostic(`closed: ${signedIn.length - declared.length} operations`)
  assert.deepEqual(declared.toSorted(), Object.values(open).flat().toSorted())
  assert.equal(policyDefault.verified, true)
})

test('every other operation refuses somebody whose address is not proved, before it reads anything', async (t) => {
  const app = await testApp(t)
  const person = await app.person('Anna')
  await app.db.updateTable('users').set({ email_verified_at: null }).execute()
  await app.db.insertInto('account_marks').values({ user_id: person.userId, is_staff: true }).execute()
  const answers: Record<string, string> = {}
  for (const { operationId, method, path, policy } of signedIn) {
    if (!policy.verified) continue
    const url = path.replaceAll(/\{\w+\}/g, () => newId())
    const response = await app.inject({ method, url, headers: { authorization: `Bearer ${person.token}` } })
    answers[operationId] = response.json<Problem>().code
  }
  assert.ok(Object.keys(answers).length > 20)
  assert.deepEqual(new Set(Object.values(answers)), new Set(['email_not_verified']), JSON.stringify(answers))
})
