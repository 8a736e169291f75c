import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as api from '#contract/accounts.ts'
import { beginPasskeySignIn, beginTotp, confirmTotp } from '#contract/factors.ts'
import { dump } from '#test/dump.ts'
import { testApp } from '#test/harness.ts'
import { asked, totpCode } from './factors/testing-factors.ts'
import { account, mailedAction, mailedToken, register, signIn } from './testing-account.ts'

// ASVS 6.5.2, 14.2.4
test('a copy of the database, taken at any moment, opens nothing', async (t) => {
  const app = await testApp(t)
  const secrets = new Map<string, string>()
  const phone = await account(app)
  secrets.set('bearer token', phone.token)
  secrets.set('used code', mailedAction(app))
  secrets.set('password', phone.password)
  const browser = await app.anonymous.send(api.signIn, {
    body: { email: phone.email, password: phone.password, transport: 'cookie' }
  })
  secrets.set('cookie token', browser.cookies[0]?.value ?? assert.fail())
  await register(app, { email: 'ben@example.org', password: 'neun gelbe Astern' })
  secrets.set('password of a registration', 'neun gelbe Astern')
  secrets.set('live code', mailedAction(app, 'ben@example.org'))
  await app.anonymous.call(api.forgotPassword, { body: { email: phone.email } })
  assert.equal((await dump(app.database.pool)).length > 5, true)
  const beforeTheJob = await dump(app.database.pool)
  await app.runJobs()
  secrets.set('live link', mailedToken(app))
  const withLiveLink = await dump(app.database.pool)
  await app.anonymous.call(api.resetPassword, { body: { token: mailedToken(app), password: 'acht weisse Rosen' } })
  secrets.set('new password', 'acht weisse Rosen')
  const laptop = await signIn(app, { password: 'acht weisse Rosen' })
  secrets.set('newest token', laptop.token)
  const headers = { 'idempotency-key': 'once-and-for-all' }
  const change = { currentPassword: 'acht weisse Rosen', newPassword: 'zehn blaue Veilchen' }
  await laptop.caller.call(api.changePassword, { body: change, headers })
  secrets.set('changed password', 'zehn blaue Veilchen')

  const begun = await laptop.caller.call(beginTotp)
  secrets.set('secret of an authenticator app', begun.secret)
  const whileBegun = await dump(app.database.pool)
  const code = totpCode(app, begun.secret)
  const added = await laptop.caller.call(confirmTotp, { body: { code } })
  secrets.set('token after a new factor', added.token ?? assert.fail())
  for (const [index, recoveryCode] of (added.recoveryCodes ?? assert.fail()).entries()) {
    secrets.set(`recovery code ${index}`, recoveryCode)
    secrets.set(`recovery code ${index} as it is digested`, recoveryCode.replaceAll('-', ''))
  }
  const { challenge } = await asked(app, { password: 'zehn blaue Veilchen' })
  secrets.set('live question for a second factor', challenge)
  const { challenge: passkeyChallenge, flow } = await app.anonymous.call(beginPasskeySignIn)
  secrets.set('live challenge', passkeyChallenge).set('live flow', flow)

  for (const cells of [beforeTheJob, withLiveLink, whileBegun, await dump(app.database.pool)]) {
    for (const [name, secret] of secrets) {
      const found = cells.find(({ text }) => forms(secret).some((form) => text.includes(form)))
      assert.equal(found, undefined, `${name} in ${found?.table}`)
    }
  }
})

/** The secret, or the most of it, as it may have been written down: plain, in hexadecimal as bytea prints, in base64. */
function forms(secret: string): string[] {
  const bytes = Buffer.from(secret).subarray(0, 15) // a multiple of three: base64 of the beginning begins the base64
  return [bytes.toString(), bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')]
}
