import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getMe, signIn, updateMe } from '#contract/accounts.ts'
import { deleteResidence } from '#contract/residences.ts'
import { addMember, makeResidence } from '#test/make-residence.ts'
import { testApp, type TestApp } from '#test/harness.ts'

function securityLines(app: TestApp): { security: string; route: string; requestId: string; userId?: string }[] {
  return app.log.lines.filter(({ message }) => message === 'security').map(({ fields }) => fields as never) // by whoAndWhere
}

// ASVS 16.2.1, 16.3.1, 16.3.2, 16.3.3
test('each refusal that tells of somebody trying doors is logged once, with who and where and nothing of what was sent', async (t) => {
  const app = await testApp(t)
  const [ada, vic, sam] = [await app.person('Ada'), await app.person('Vic'), await app.person('Sam')]
  const home = await makeResidence(ada)
  await addMember(app, home, vic, 'viewer')
  const body = { email: 'nobody@example.org', password: 'a-secret-guess', transport: 'bearer' } as const
  await app.anonymous.problem(signIn, { body })
  await app.anonymous.problem(getMe)
  await vic.problem(deleteResidence, { params: { residenceId: home.id } })
  await sam.problem(deleteResidence, { params: { residenceId: home.id } })
  await ada.problem(updateMe, { body: { isAdmin: true } as never }) // wrong on purpose
  await app.inject({ method: 'POST', url: signIn.path, headers: { origin: 'https://evil.example' } })
  await app.inject({ method: 'TRACE', url: getMe.path })
  const lines = securityLines(app)
  assert.deepEqual(
    lines.map(({ security }) => security),
    [
      'authn_login_fail',
      'authn_token_missing',
      'authz_fail',
      'authz_fail_not_found',
      'input_unknown_field',
      'malicious_cross_site',
      'malicious_method'
    ]
  )
  assert.deepEqual([lines[2]?.userId, lines[2]?.route], [vic.userId, deleteResidence.path])
  assert.equal(new Set(lines.map(({ requestId }) => requestId)).size, lines.length)
  assert.doesNotMatch(JSON.stringify(lines), /a-secret-guess|nobody@example|evil/)
})

test('what goes well, or is only mistyped, is no security event', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  await ada.call(getMe)
  await ada.problem(updateMe, { body: { displayName: '' } })
  assert.deepEqual(securityLines(app), [])
})
