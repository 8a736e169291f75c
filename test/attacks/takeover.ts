import assert from 'node:assert/strict'
import { changePassword, forgotPassword, getMe, register, resetPassword, signIn, signOut } from '#contract/accounts.ts'
import {
  account,
  anotherCode,
  mailedAction,
  mailedToken,
  newPerson
} from '#server/features/accounts/testing-account.ts'
import { race } from '../race.ts'
import { ask, assertRefused, madeUpToken, type Attack } from './attack.ts'

const newPassword = 'acht gelbe Narzissen im Gras'
const resetPath = resetPassword.path

export const takeovers: Attack[] = [
  {
    source: 'CVE-2023-7028 (GitLab)',
    kind: 'takeover',
    story: 'A list of addresses in the form for a new password: the link went to the second one too.',
    async replay(app) {
      await account(app)
      const before = app.mail.sent.length
      const json = { email: ['anna@example.org', 'evil@example.org'] }
      assertRefused(await ask(app, { method: 'POST', url: forgotPassword.path, json }), 422)
      await app.runJobs()
      assert.equal(app.mail.sent.length, before)
    }
  },
  {
    source: 'CVE-2019-19844 (Django)',
    kind: 'takeover',
    story: 'An address that only case mapping makes equal (K for the Kelvin sign) got the other one’s link.',
    async replay(app) {
      await account(app, { email: 'mike@example.org' })
      const before = app.mail.sent.length
      await ask(app, { method: 'POST', url: forgotPassword.path, json: { email: 'mi\u212Ae@example.org' } })
      await ask(app, { method: 'POST', url: forgotPassword.path, json: { email: 'm\u0131ke@example.org' } })
      await app.runJobs()
      assert.equal(app.mail.sent.length, before)
    }
  },
  {
    source: 'Spotify 2013, "Creative usernames"',
    kind: 'takeover',
    story: 'Two names that normalise to one: whoever registered the second reset the password of the first.',
    async replay(app) {
      await account(app, { email: 'bigbird@example.org' })
      const json = newPerson({ email: '\u1d2e\u1d35\u1d33bird@example.org' })
      assertRefused(await ask(app, { method: 'POST', url: register.path, json }), 422)
    }
  },
  {
    source: 'CVE-2012-4520 (Django), "Practical HTTP Host header attacks" 2013',
    kind: 'spoofing',
    story: 'The link for a new password was made from the Host header of whoever asked.',
    async replay(app) {
      await account(app)
      const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }
      await ask(app, { method: 'POST', url: forgotPassword.path, json: { email: 'anna@example.org' }, headers })
      await app.runJobs()
      assert.doesNotMatch(JSON.stringify(app.mail.sent), /evil\.example/)
    }
  },
  {
    source: 'Uber 2016 (password reset answer)',
    kind: 'disclosure',
    story: 'The answer to the form for a new password held the token itself.',
    async replay(app) {
      await account(app)
      const answer = await ask(app, { method: 'POST', url: forgotPassword.path, json: { email: 'anna@example.org' } })
      await app.runJobs()
      assert.ok(!(answer.body + JSON.stringify(answer.headers)).includes(mailedToken(app)))
    }
  },
  {
    source: 'Donetick, commit history of the reset token',
    kind: 'disclosure',
    story: 'Whoever read the database could use a token for a new password that stood in it.',
    async replay(app) {
      await account(app)
      await ask(app, { method: 'POST', url: forgotPassword.path, json: { email: 'anna@example.org' } })
      await app.runJobs()
      const { rows } = await app.database.pool.query('select * from one_time_credentials')
      assert.ok(!JSON.stringify(rows).includes(mailedToken(app)))
    }
  },
  {
    source: 'CVE-2015-9235 (jsonwebtoken)',
    kind: 'takeover',
    story: 'A token that says of itself that it is not signed was believed.',
    async replay(app) {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const token = `${part({ alg: 'none', typ: 'JWT' })}.${part({ sub: 'anna@example.org', admin: true })}.`
      assertRefused(await ask(app, { url: getMe.path, token }), 401)
      assertRefused(await ask(app, { url: getMe.path, headers: { cookie: `__Host-honeydue=${token}` } }), 401)
    }
  },
  {
    source: 'better-auth 1.7.25 (the token of a session as it is in the table)',
    kind: 'disclosure',
    story: 'What the sessions table held could be sent as a session.',
    async replay(app) {
      const { token } = await account(app)
      const { rows } = await app.database.pool.query<Record<string, unknown>>('select * from sessions')
      const values = rows
        .flatMap((row) => Object.values(row))
        .map((value) => (Buffer.isBuffer(value) ? value.toString('hex') : String(value)))
      for (const value of values) {
        assert.notEqual(value, token)
        assertRefused(await ask(app, { url: getMe.path, token: value.replaceAll(/[^\w-]/g, '') || 'x' }), 401)
      }
    }
  },
  {
    source: 'better-auth/better-auth#6893',
    kind: 'takeover',
    story: 'A session that was signed out went on for as long as a cache remembered it.',
    async replay(app) {
      const { token } = await account(app)
      assert.equal((await ask(app, { url: getMe.path, token })).statusCode, 200)
      await ask(app, { method: 'DELETE', url: signOut.path, token })
      assertRefused(await ask(app, { url: getMe.path, token }), 401)
    }
  },
  {
    source: 'GHSA-3ccg-x393-96v8 (Vikunja)',
    kind: 'takeover',
    story: 'A new password left the sessions of the thief as they were.',
    async replay(app) {
      const { token } = await account(app)
      await ask(app, { method: 'POST', url: forgotPassword.path, json: { email: 'anna@example.org' } })
      await app.runJobs()
      const json = { token: mailedToken(app), password: newPassword }
      assert.equal((await ask(app, { method: 'POST', url: resetPath, json })).statusCode, 204)
      assertRefused(await ask(app, { url: getMe.path, token }), 401)
    }
  },
  {
    source: 'better-auth/better-auth#9572 (a magic link, redeemed twice)',
    kind: 'race',
    story: 'A link for one use, used by many at the same moment, worked for several of them.',
    async replay(app) {
      await account(app)
      await ask(app, { method: 'POST', url: forgotPassword.path, json: { email: 'anna@example.org' } })
      await app.runJobs()
      const token = mailedToken(app)
      const answers = await race(10, (index) =>
        ask(app, { method: 'POST', url: resetPath, json: { token, password: `${newPassword} ${index}` } })
      )
      const used = answers.filter((answer) => answer.status === 'fulfilled' && answer.value.statusCode === 204)
      assert.equal(used.length, 1)
    }
  },
  {
    source: 'Facebook beta 2016; Instagram 2019 (reset codes)',
    kind: 'brute force',
    story: 'The mailed code could be guessed as often as somebody liked, many at a time.',
    async replay(app) {
      const { registrationId } = (await ask(app, { method: 'POST', url: register.path, json: newPerson() })).json<{
        registrationId: string
      }>()
      await app.runJobs()
      const code = mailedAction(app)
      const url = `/api/registrations/${registrationId}/verification`
      const tries = { method: 'POST', url, json: { code: anotherCode(code), transport: 'bearer' } } as const
      await race(30, () => ask(app, tries))
      const right = { ...tries, json: { code, transport: 'bearer' }, remoteAddress: '192.0.2.7' }
      assertRefused(await ask(app, right), 422, 429)
    }
  },
  {
    source: 'Sudhodanan and Paverd 2022, "classic-federated merge" of pre-hijacked accounts',
    kind: 'takeover',
    story: 'Somebody registered a stranger’s address first, and kept the password when its owner came.',
    async replay(app) {
      await ask(app, {
        method: 'POST',
        url: register.path,
        json: newPerson({ password: 'the password of an attacker' })
      })
      await account(app)
      const json = { email: 'anna@example.org', password: 'the password of an attacker', transport: 'bearer' }
      assertRefused(await ask(app, { method: 'POST', url: signIn.path, json }), 401)
    }
  },
  {
    source: 'Twitter 2022; Trello 2024 (addresses of users)',
    kind: 'disclosure',
    story: 'A form told whether an address has an account, millions of times.',
    async replay(app) {
      await account(app)
      const answers = await Promise.all(
        ['anna@example.org', 'nobody@example.org'].map((email) =>
          ask(app, { method: 'POST', url: forgotPassword.path, json: { email }, remoteAddress: '192.0.2.9' })
        )
      )
      const [known, unknown] = answers.map(
        ({ statusCode, body }) => `${statusCode} ${body.replaceAll(/[0-9a-f-]{36}/g, '')}`
      )
      assert.equal(known, unknown)
      await app.runJobs()
    }
  },
  {
    source: 'GHSA-94xm-jj8x-3cr4, CVE-2026-33668 (Vikunja)',
    kind: 'takeover',
    story: 'An account that was locked could still be used by a way in that nobody had thought of.',
    async replay(app) {
      const { token, email, password } = await account(app)
      await app.db.updateTable('users').set({ disabled_at: app.clock.now().toString() }).execute()
      assertRefused(await ask(app, { url: getMe.path, token }), 401)
      const json = { email, password, transport: 'bearer' }
      assertRefused(await ask(app, { method: 'POST', url: signIn.path, json }), 401)
    }
  },
  {
    source: 'GHSA-vq4q-79hh-q767 (Vikunja)',
    kind: 'takeover',
    story: 'Who had been shut out chose a new password and was in again.',
    async replay(app) {
      const { email } = await account(app)
      await ask(app, { method: 'POST', url: forgotPassword.path, json: { email } })
      await app.runJobs()
      const token = mailedToken(app)
      await app.db.updateTable('users').set({ disabled_at: app.clock.now().toString() }).execute()
      await ask(app, { method: 'POST', url: resetPath, json: { token, password: newPassword } })
      const json = { email, password: newPassword, transport: 'bearer' }
      assertRefused(await ask(app, { method: 'POST', url: signIn.path, json }), 401)
      await app.runJobs()
    }
  },
  {
    source: 'GHSA-rfjg-6m84-crj2, CVE-2026-28268 (Vikunja)',
    kind: 'takeover',
    story: 'A link for a new password worked again and again, for ever.',
    async replay(app) {
      const { email } = await account(app)
      await ask(app, { method: 'POST', url: forgotPassword.path, json: { email } })
      await app.runJobs()
      const json = { token: mailedToken(app), password: newPassword }
      assert.equal((await ask(app, { method: 'POST', url: resetPath, json })).statusCode, 204)
      assertRefused(await ask(app, { method: 'POST', url: resetPath, json }), 422)
      await ask(app, { method: 'POST', url: forgotPassword.path, json: { email } })
      await app.runJobs()
      const late = { token: mailedToken(app), password: newPassword }
      app.clock.advance({ hours: 2 })
      assertRefused(await ask(app, { method: 'POST', url: resetPath, json: late }), 422)
    }
  },
  {
    source: 'CVE-2020-35846 (Cockpit)',
    kind: 'injection',
    story: 'An object in place of the password was read as a condition that always holds.',
    async replay(app) {
      const { email } = await account(app)
      for (const password of [{ $gt: '' }, { $ne: null }, ['x'], true, 0, null]) {
        const json = { email, password, transport: 'bearer' }
        assertRefused(await ask(app, { method: 'POST', url: signIn.path, json }), 422)
      }
    }
  },
  {
    source: 'bcrypt at 72 bytes: Okta 2024 (cache key of delegated sign-in)',
    kind: 'takeover',
    story: 'What came after the 72nd byte was not looked at, so a beginning was enough.',
    async replay(app) {
      const long = 'q7 and so on and on and on, '.repeat(4)
      const { email } = await account(app, { password: `${long}a` })
      const json = { email, password: `${long}b`, transport: 'bearer' }
      assertRefused(await ask(app, { method: 'POST', url: signIn.path, json }), 401)
    }
  },
  {
    source: 'CWE-620, change of a password without the current one',
    kind: 'takeover',
    story: 'Whoever found a browser signed in could set another password at once.',
    async replay(app) {
      const { token } = await account(app)
      const answer = await ask(app, { method: 'PUT', url: changePassword.path, token, json: { newPassword } })
      assertRefused(answer, 422)
      const guess = { currentPassword: 'a wrong guess', newPassword }
      assertRefused(await ask(app, { method: 'PUT', url: changePassword.path, token, json: guess }), 403, 422)
    }
  },
  {
    source: 'CWE-384, session fixation (ZAP rule 40013)',
    kind: 'takeover',
    story: 'A session id that the attacker chose before became the victim’s by signing in.',
    async replay(app) {
      const { email, password } = await account(app)
      const json = { email, password, transport: 'cookie' }
      const headers = { cookie: `__Host-honeydue=${madeUpToken}`, 'sec-fetch-site': 'same-origin' }
      const answer = await ask(app, { method: 'POST', url: signIn.path, json, headers })
      assert.ok(answer.cookies.every(({ value }) => value !== madeUpToken))
      assertRefused(await ask(app, { url: getMe.path, headers: { cookie: headers.cookie } }), 401)
    }
  }
]
