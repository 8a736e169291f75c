import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/security.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { account, anotherCode, auditedEvents, mailedAction, mailedToken, newPerson, signIn } from './testing-account.ts'

const taken = 'This address has a honeyDue account already'
const fresh = 'anna.new@example.org'

/** Anna, who has asked for another address; the mails are sent. */
async function asking(app: TestApp, email = fresh) {
  const anna = await account(app)
  await anna.caller.call(api.changeAddress, { body: { email } })
  await app.runJobs()
  return anna
}

function mailsTo(app: TestApp, email: string): string[] {
  return app.mail.sent.filter(({ to }) => to === email).map(({ subject }) => subject)
}

// ASVS 6.5.5, 6.6.2
test('the code mailed to the new address makes it one’s own; the old one is told before and after', async (t) => {
  const app = await testApp(t)
  const anna = await asking(app, 'Anna.New@example.org')
  assert.deepEqual((await anna.caller.call(api.getAddressProof)).pending?.email, fresh)
  assert.equal((await anna.caller.call(accounts.getMe)).email, 'anna@example.org', 'not before it is proved')

  const me = await anna.caller.call(api.proveAddress, { body: { code: mailedAction(app, fresh) } })
  const waiting = app.db.selectFrom('outbox').select('payload').where('name', '=', 'subscriptions.tell-stripe-address')
  assert.deepEqual(await waiting.execute(), [{ payload: { userId: anna.signedIn.me.id } }])
  await app.runJobs()

  assert.equal(me.email, fresh)
  assert.deepEqual(await anna.caller.call(api.getAddressProof), { email: fresh, verified: true, pending: null })
  assert.deepEqual(mailsTo(app, 'anna@example.org').slice(-2), [
    'Your honeyDue account is to get another address',
    'Your honeyDue account has another address'
  ])
  assert.deepEqual(mailsTo(app, fresh), [
    'Your code for a new address at honeyDue',
    'Your honeyDue account has another address'
  ])
  await signIn(app, { email: fresh })
  const { password } = newPerson()
  const old = { email: 'anna@example.org', password, transport: 'bearer' } as const
  assert.equal((await app.anonymous.problem(accounts.signIn, { body: old })).code, 'sign_in_failed')
  assert.ok((await auditedEvents(app)).includes('address.changed'))
})

// ASVS 6.3.8, 7.5.1
test('asking for a change needs a fresh proof and gives the same answer whether or not the address has an account', async (t) => {
  const app = await testApp(t)
  await account(app, newPerson({ email: 'ben@example.org', displayName: 'Ben' }))
  const anna = await account(app)
  const before = mailsTo(app, 'ben@example.org').length

  const answers = []
  for (const email of ['ben@example.org', 'nobody@example.org'])
    answers.push({ ...(await anna.caller.call(api.changeAddress, { body: { email } })), email: '' })
  await anna.caller.call(api.changeAddress, { body: { email: 'ben@example.org' } })
  await app.runJobs()

  assert.deepEqual(answers[0], answers[1])
  assert.deepEqual(new Set(mailsTo(app, 'ben@example.org').slice(before)), new Set([taken]))
  assert.ok(!mailsTo(app, 'nobody@example.org').includes(taken))
  app.clock.advance({ minutes: 11 })
  assert.equal((await anna.caller.problem(api.changeAddress, { body: { email: fresh } })).code, 'step_up_required')
})

test('an address that got an account meanwhile is refused like a wrong code', async (t) => {
  const app = await testApp(t)
  const anna = await asking(app)
  const code = mailedAction(app, fresh)
  await app.db.updateTable('one_time_credentials').set({ attempts_left: 5 }).execute()
  await account(app, newPerson({ email: fresh, displayName: 'Somebody' }))

  assert.equal((await anna.caller.problem(api.proveAddress, { body: { code } })).code, 'code_not_accepted')
  assert.equal((await anna.caller.call(accounts.getMe)).email, 'anna@example.org')
})

// ASVS 6.6.3, 6.6.2
test('after five wrong codes the right one is refused; a new one works and ends the old', async (t) => {
  const app = await testApp(t)
  const anna = await asking(app)
  const code = mailedAction(app, fresh)
  const prove = (given: string) => anna.caller.send(api.proveAddress, { body: { code: given } })
  for (let tries = 0; tries < 5; tries += 1) assert.equal((await prove(anotherCode(code))).statusCode, 422)
  assert.equal((await prove(code)).statusCode, 422)

  await anna.caller.call(api.resendAddressCode)
  await app.runJobs()

  assert.equal((await prove(code)).statusCode, 422)
  assert.equal((await prove(mailedAction(app, fresh))).statusCode, 200)
})

// ASVS 6.5.5
test('a code works for ten minutes', async (t) => {
  const app = await testApp(t)
  const anna = await asking(app)
  const code = mailedAction(app, fresh)
  app.clock.advance({ minutes: 10 })
  assert.equal((await anna.caller.problem(api.proveAddress, { body: { code } })).code, 'code_not_accepted')
})

// ASVS 6.6.2
test('a code fits its person and its address only', async (t) => {
  const app = await testApp(t)
  const anna = await asking(app)
  const ben = await account(app, newPerson({ email: 'ben@example.org', displayName: 'Ben' }))
  await ben.caller.call(api.changeAddress, { body: { email: 'ben.new@example.org' } })
  await app.runJobs()
  const annasCode = mailedAction(app, fresh)

  assert.equal((await ben.caller.problem(api.proveAddress, { body: { code: annasCode } })).code, 'code_not_accepted')
  await anna.caller.call(api.changeAddress, { body: { email: 'another@example.org' } })
  assert.equal((await anna.caller.problem(api.proveAddress, { body: { code: annasCode } })).code, 'code_not_accepted')
  await app.runJobs()
  const { email } = await anna.caller.call(api.proveAddress, {
    body: { code: mailedAction(app, 'another@example.org') }
  })
  assert.equal(email, 'another@example.org')
})

test('whatever was mailed before ends with the old address', async (t) => {
  const app = await testApp(t)
  const anna = await asking(app)
  await app.anonymous.call(accounts.forgotPassword, { body: { email: 'anna@example.org' } })
  await app.runJobs()
  const resetToken = mailedToken(app)

  await anna.caller.call(api.proveAddress, { body: { code: mailedAction(app, fresh) } })

  const body = { token: resetToken, password: 'neun gelbe Narzissen' }
  assert.equal((await app.anonymous.problem(accounts.resetPassword, { body })).code, 'reset_link_not_accepted')
  await app.runJobs()
})

test('the link in the notice stops the change, once, and signs out every device', async (t) => {
  const app = await testApp(t)
  const anna = await asking(app)
  const laptop = await signIn(app)
  await app.runJobs()
  const token = mailedToken(app)
  const code = mailedAction(app, fresh)

  await app.anonymous.call(api.stopAddressChange, { body: { token } })

  for (const { caller } of [anna, laptop]) assert.equal((await caller.problem(accounts.getMe)).code, 'not_signed_in')
  const again = await signIn(app)
  assert.equal((await again.caller.problem(api.proveAddress, { body: { code } })).code, 'code_not_accepted')
  assert.equal((await app.anonymous.problem(api.stopAddressChange, { body: { token } })).code, 'stop_link_not_accepted')
  assert.equal((await again.caller.call(api.getAddressProof)).pending, null)
})

test('a change that was made cannot be stopped any more, nor one by a link that was never mailed', async (t) => {
  const app = await testApp(t)
  const anna = await asking(app)
  const token = mailedToken(app)
  await anna.caller.call(api.proveAddress, { body: { code: mailedAction(app, fresh) } })

  for (const wrong of [token, token.split('').toReversed().join('')])
    assert.equal(
      (await app.anonymous.problem(api.stopAddressChange, { body: { token: wrong } })).code,
      'stop_link_not_accepted'
    )
  await anna.caller.call(accounts.getMe)
  await app.runJobs()
})

test('a change can be given up, and its code ends with it', async (t) => {
  const app = await testApp(t)
  const anna = await asking(app)
  const code = mailedAction(app, fresh)

  await anna.caller.call(api.cancelAddressChange)
  await anna.caller.call(api.cancelAddressChange)

  assert.equal((await anna.caller.problem(api.proveAddress, { body: { code } })).code, 'code_not_accepted')
  assert.equal((await anna.caller.call(api.getAddressProof)).pending, null)
})

test('somebody whose address nobody vouched for proves it, or another one, and gets in', async (t) => {
  const app = await testApp(t)
  const anna = await account(app)
  await app.db.updateTable('users').set({ email_verified_at: null }).execute()
  await anna.caller.call(api.resendAddressCode)
  await app.runJobs()
  assert.deepEqual(mailsTo(app, 'anna@example.org').slice(-1), ['Your code for a new address at honeyDue'])

  await anna.caller.call(api.proveAddress, { body: { code: mailedAction(app) } })
  assert.equal((await anna.caller.call(api.getAddressProof)).verified, true)
  assert.equal((await auditedEvents(app)).at(-1), 'address.proved')

  await app.db.updateTable('users').set({ email_verified_at: null }).execute()
  const before = mailsTo(app, 'anna@example.org').length
  await anna.caller.call(api.changeAddress, { body: { email: fresh } })
  await app.runJobs()
  assert.equal(mailsTo(app, 'anna@example.org').length, before, 'an address that is nobody’s hears nothing')
  await anna.caller.call(api.proveAddress, { body: { code: mailedAction(app, fresh) } })
  assert.deepEqual(await anna.caller.call(api.getAddressProof), { email: fresh, verified: true, pending: null })
  await app.runJobs()
})

test('with a proved address and no change there is no code to send again', async (t) => {
  const app = await testApp(t)
  const anna = await account(app)
  const before = app.mail.sent.length
  await anna.caller.call(api.resendAddressCode)
  await app.runJobs()
  assert.equal(app.mail.sent.length, before)
})

// ASVS 2.3.4
test('of many who send the code at once, and of two people who prove one address at once, one succeeds', async (t) => {
  const app = await testApp(t)
  const anna = await asking(app)
  const ben = await account(app, newPerson({ email: 'ben@example.org', displayName: 'Ben' }))
  const annasCode = mailedAction(app, fresh)
  await ben.caller.call(api.changeAddress, { body: { email: fresh } })
  await app.runJobs()
  const bensCode = mailedAction(app, fresh)

  const results = await race(20, (index) =>
    index % 2 === 0
      ? anna.caller.send(api.proveAddress, { body: { code: annasCode } })
      : ben.caller.send(api.proveAddress, { body: { code: bensCode } })
  )

  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 500))
  assert.deepEqual(new Set(statuses), new Set([200, 422]))
  assert.equal(statuses.filter((status) => status === 200).length, 1)
  assert.equal((await app.db.selectFrom('users').select('id').where('email', '=', fresh).execute()).length, 1)
  await app.runJobs()
})
