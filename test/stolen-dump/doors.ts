import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import { TOTP } from 'otpauth'
import { Check } from 'typebox/value'
import * as accounts from '#contract/accounts.ts'
import { registerPushDevice } from '#contract/devices.ts'
import * as factors from '#contract/factors.ts'
import { createGuestLink, getGuestJob } from '#contract/guests.ts'
import * as identities from '#contract/identities.ts'
import * as privacy from '#contract/privacy.ts'
import { createShareCode, joinResidence } from '#contract/residences.ts'
import * as security from '#contract/security.ts'
import { asked, guarded, withPasskey, withTotp } from '#server/features/accounts/factors/testing-factors.ts'
import {
  browser,
  goAndReturn,
  returnInput,
  signInWith,
  type Browser,
  type FederatedApp
} from '#server/features/accounts/federation/testing-federation.ts'
import { guessLimits } from '#server/features/accounts/guess-rules.ts'
import type { Passwords } from '#server/features/accounts/passwords.ts'
import { canonicalPassword } from '#server/features/accounts/rules.ts'
import { account, mailedAction, mailedToken, register } from '#server/features/accounts/testing-account.ts'
import { makeResidence } from '../make-residence.ts'
import { makeTask } from '../make-task.ts'

/** Where something is taken for a credential. */
export type Door = {
  /** What opens it: shows, at the end, that it could have been opened all the time. */
  readonly genuine: string
  /** Whether anything can come of the text: the rest is refused by its shape. */
  takes(text: string): boolean
  /** It is shut by the guesses that were made, so they are not to be forgotten. */
  readonly pauses?: true
  opens(text: string): Promise<boolean>
}

const flowCookie = '__Host-honeydue-flow'
const is43 = (text: string) => /^[\w-]{43}$/.test(text)
const isOpen = ({ statusCode }: LightMyRequestResponse) => statusCode < 400

/** One of each kind of credential that honeyDue knows, all of them live, each somebody else's. */
export async function makeDoors(app: FederatedApp, passwords: Passwords): Promise<Record<string, Door>> {
  const doors = {
    ...(await factorDoors(app)),
    ...(await sessionDoors(app, passwords)),
    ...(await mailDoors(app)),
    ...(await providerDoors(app)),
    ...(await otherDoors(app)),
    ...(await mailedFactorDoor(app))
  }
  return { ...(await deviceDoor(app)), ...doors }
}

/** Lets through where all other devices must wait; tried first, because between guesses at other doors all is forgotten. */
async function deviceDoor(app: FederatedApp): Promise<Record<string, Door>> {
  const { email, signedIn } = await account(app, { email: 'dora@example.org' })
  const payload = { email, password: 'a wrong guess', transport: 'bearer' }
  const request = { method: 'POST', url: accounts.signIn.path, remoteAddress: '203.0.113.66', payload } as const
  const guess = (headers: Record<string, string> = {}) => app.inject({ ...request, headers })
  while ((await guess()).statusCode !== 429) continue
  return {
    'the credential of a known device': {
      genuine: signedIn.device ?? assert.fail('the device is not known'),
      takes: is43,
      opens: async (text) => (await guess({ 'honeydue-device': text })).statusCode !== 429,
      pauses: true
    }
  }
}

async function sessionDoors(app: FederatedApp, passwords: Passwords): Promise<Record<string, Door>> {
  const { email, password, token } = await account(app)
  const body = { email, password, transport: 'cookie' } as const
  const { cookies } = await app.anonymous.send(accounts.signIn, { body })
  const [session] = cookies
  assert.ok(session)
  const { password_hash: passwordHash } = await app.db
    .selectFrom('users')
    .select('password_hash')
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  const takes = (text: string) => /^[\x21-\x7e]+$/.test(text)
  const url = accounts.getMe.path
  return {
    'the token of a session': {
      genuine: token,
      takes,
      opens: async (text) => isOpen(await app.inject({ url, headers: { authorization: `Bearer ${text}` } }))
    },
    'the cookie of a session': {
      genuine: session.value,
      takes,
      opens: async (text) => isOpen(await app.inject({ url, headers: { cookie: `${session.name}=${text}` } }))
    },
    'a password': {
      genuine: password,
      takes: (text) => Check(accounts.signIn.body, { email, password: text, transport: 'bearer' }),
      opens: async (text) => {
        if (!(await passwords.verify(passwordHash, canonicalPassword(text)))) return false // what the door begins with
        const attempt = { email, password: text, transport: 'bearer' } as const
        return isOpen(await app.anonymous.send(accounts.signIn, { body: attempt }))
      }
    }
  }
}

async function mailDoors(app: FederatedApp): Promise<Record<string, Door>> {
  const registrationId = await register(app, { email: 'nina@example.org' })
  await account(app, { email: 'rita@example.org' })
  await app.anonymous.call(accounts.forgotPassword, { body: { email: 'rita@example.org' } })
  const carl = await account(app, { email: 'carl@example.org' })
  await carl.caller.call(security.changeAddress, { body: { email: 'carl.new@example.org' } })
  const stan = await account(app, { email: 'stan@example.org' })
  await stan.caller.call(security.changeAddress, { body: { email: 'stan.new@example.org' } })
  await app.runJobs()
  const isCode = (text: string) => /^\d{8}$/.test(text)
  return {
    'the code of a registration': {
      genuine: mailedAction(app, 'nina@example.org'),
      takes: isCode,
      opens: async (code) => {
        const input = { params: { registrationId }, body: { code, transport: 'bearer' } } as const
        return isOpen(await app.anonymous.send(accounts.verifyRegistration, input))
      }
    },
    'the link to a new password': {
      genuine: mailedToken(app, 'rita@example.org'),
      takes: is43,
      opens: async (token) =>
        isOpen(await app.anonymous.send(accounts.resetPassword, { body: { token, password: 'acht weisse Rosen' } }))
    },
    'the code for another address': {
      genuine: mailedAction(app, 'carl.new@example.org'),
      takes: isCode,
      opens: async (code) => isOpen(await carl.caller.send(security.proveAddress, { body: { code } }))
    },
    'the link that stops a change of address': {
      genuine: mailedToken(app, 'stan@example.org'),
      takes: is43,
      opens: async (token) => isOpen(await app.anonymous.send(security.stopAddressChange, { body: { token } }))
    }
  }
}

async function factorDoors(app: FederatedApp): Promise<Record<string, Door>> {
  const { authenticator } = await withPasskey(app, await guarded(app, { email: 'pia@example.org' }))
  const { challenge, flow } = await app.anonymous.call(factors.beginPasskeySignIn)
  const assertion = authenticator.get(challenge)
  const people = [
    await withTotp(app, await guarded(app, { email: 'tess@example.org' })),
    await withTotp(app, await guarded(app, { email: 'tina@example.org' })),
    await withTotp(app, await guarded(app, { email: 'tom@example.org' }))
  ] as const
  app.clock.advance({ minutes: 1 }) // the codes of that step were used
  const [one, two, three] = [await asked(app, people[0]), await asked(app, people[1]), await asked(app, people[2])]
  const answer = async (asking: string, proof: factors.FactorProof) => {
    const body = { challenge: asking, proof, transport: 'bearer' } as const
    return isOpen(await app.anonymous.send(factors.answerSecondFactor, { body }))
  }
  const isProof = (proof: object) => factors.factorProofs.some((schema) => Check(schema, proof))
  return {
    'the question for a second factor': {
      genuine: one.challenge,
      takes: is43,
      opens: (text) => answer(text, { method: 'recovery_code', code: people[0].recoveryCodes[0] ?? '' })
    },
    'a recovery code': {
      genuine: people[1].recoveryCodes[0] ?? '',
      takes: (code) => isProof({ method: 'recovery_code', code }),
      opens: (code) => answer(two.challenge, { method: 'recovery_code', code })
    },
    'the secret of an authenticator app, or a code of it': {
      genuine: people[2].secret,
      takes: (text) => /^\d{6}$/.test(text) || /^[A-Z2-7]{16,}$/i.test(text),
      opens: (text) => {
        const timestamp = app.clock.now().epochMilliseconds
        const code = /^\d{6}$/.test(text) ? text : new TOTP({ secret: text.toUpperCase() }).generate({ timestamp })
        return answer(three.challenge, { method: 'totp', code })
      }
    },
    'what keeps the answer of a passkey together with its question': {
      genuine: flow,
      takes: is43,
      opens: async (text) => {
        const body = { flow: text, assertion, transport: 'bearer' } as const
        return isOpen(await app.anonymous.send(factors.signInWithPasskey, { body }))
      }
    }
  }
}

/** Asked for while many accounts are guessed at: the guesses stand in the database for a moment only. */
async function mailedFactorDoor(app: FederatedApp): Promise<Record<string, Door>> {
  const email = 'mona@example.org'
  const { password } = await account(app, { email })
  const rows = Array.from({ length: guessLimits.alarm.overall }, () => ({
    identifier_digest: randomBytes(32),
    source_digest: randomBytes(32),
    network_digest: randomBytes(32),
    independent: true,
    failures: 1,
    guessed_at: app.clock.now().toString()
  }))
  await app.db.insertInto('guess_sources').values(rows).execute()
  const wrong = { email: 'one.more@example.org', password: 'a wrong guess', transport: 'bearer' } as const
  await app.anonymous.problem(accounts.signIn, { body: wrong })
  const { challenge } = await asked(app, { email, password })
  await app.runJobs()
  await app.db.deleteFrom('guess_sources').execute()
  return {
    'the code that is mailed in place of a second factor': {
      genuine: mailedAction(app, email),
      takes: (text) => /^\d{8}$/.test(text),
      opens: async (code) => {
        const body = { challenge, proof: { method: 'mailed_code', code }, transport: 'bearer' } as const
        return isOpen(await app.anonymous.send(factors.answerSecondFactor, { body }))
      }
    }
  }
}

async function providerDoors(app: FederatedApp): Promise<Record<string, Door>> {
  const { google, apple } = app.doubles
  const questions = [await askedToLink(app, 'lena'), await askedToLink(app, 'lara')] as const
  apple.person = { sub: 'sub-paul', email: 'paul@example.org', email_verified: true }
  await signInWith(app, 'apple')
  google.person = { sub: 'sub-greta', email: 'greta@example.org', email_verified: true }
  const visitors = [browser(app), browser(app)] as const
  const backs = [await goAndReturn(app, visitors[0], 'google'), await goAndReturn(app, visitors[1], 'google')] as const
  const { nonce } = await app.anonymous.call(identities.challengeApp, { params: { provider: 'google' } })
  const confirm = (visitor: Browser, token: string) =>
    visitor.send(identities.confirmLinkByMail, { body: { token, transport: 'bearer' } })
  return {
    'the state of a sign-in with a provider': {
      genuine: backs[0].state,
      takes: (text) => /^((enter|link)\.)?[\w-]{43}$/.test(text),
      opens: async (text) => {
        const back = { ...backs[0], state: text.includes('.') ? text : `enter.${text}` }
        return isOpen(await visitors[0].send(identities.finishProviderSignIn, returnInput('google', back)))
      }
    },
    'the half of a sign-in with a provider that the browser keeps': {
      genuine: kept(visitors[1]),
      takes: is43,
      opens: async (text) => {
        const visitor = browser(app)
        visitor.cookies.set(flowCookie, text)
        return isOpen(await visitor.send(identities.finishProviderSignIn, returnInput('google', backs[1])))
      }
    },
    'the nonce of an app': {
      genuine: nonce,
      takes: is43,
      opens: async (text) => {
        const idToken = await google.sign({ aud: 'app.google', nonce: text })
        const { body, params } = returnInput('google', backs[0])
        const { timeZone, language } = body
        const input = { params, body: { idToken, nonce: text, transport: 'bearer', timeZone, language } } as const
        return isOpen(await app.anonymous.send(identities.signInWithIdToken, input))
      }
    },
    'the ticket of a link between account and provider': {
      genuine: kept(questions[0].visitor),
      takes: is43,
      opens: async (text) => {
        const visitor = browser(app)
        visitor.cookies.set(flowCookie, text)
        return isOpen(await confirm(visitor, questions[0].token))
      }
    },
    'the mailed link between account and provider': {
      genuine: questions[1].token,
      takes: is43,
      opens: async (text) => isOpen(await confirm(questions[1].visitor, text))
    },
    'Apple’s refresh token': {
      genuine: [...apple.refreshTokens].at(-1) ?? assert.fail('no refresh token'),
      takes: () => true,
      opens: async (text) => apple.refreshTokens.has(text)
    }
  }
}

/** Google vouches for the address of somebody who has an account, who has been mailed about it. */
async function askedToLink(app: FederatedApp, name: string): Promise<{ visitor: Browser; token: string }> {
  const email = `${name}@example.org`
  await account(app, { email })
  app.doubles.google.person = { sub: `sub-${name}`, email, email_verified: true }
  const { visitor } = await signInWith(app, 'google')
  await visitor.call(identities.mailLinkConfirmation, { body: {} })
  await app.runJobs()
  return { visitor, token: mailedToken(app, email) }
}

function kept({ cookies }: Browser): string {
  return cookies.get(flowCookie) ?? assert.fail('no cookie')
}

async function otherDoors(app: FederatedApp): Promise<Record<string, Door>> {
  const [owner, guest] = [await app.person('Olga'), await app.person('Gustav')]
  const { id: residenceId } = await makeResidence(owner)
  const { code } = await owner.call(createShareCode, { params: { residenceId }, body: { role: 'member' } })
  const task = await makeTask(owner, residenceId)
  const link = { params: { taskId: task.id }, body: { address: 'full', showsPhotos: true } } as const
  const { secret } = await owner.call(createGuestLink, link)
  const pushToken = 'the-address-of-a-phone-0123456789'
  await owner.call(registerPushDevice, { body: { platform: 'fcm', token: pushToken } })
  await owner.call(privacy.requestExport)
  await app.runJobs()
  const { token } = await owner.call(privacy.createExportLink)
  return {
    'a share code': {
      genuine: code,
      takes: (text) => Check(joinResidence.body, { code: text }),
      opens: async (text) => isOpen(await guest.send(joinResidence, { body: { code: text } }))
    },
    'a guest link': {
      genuine: secret,
      takes: (text) => /^[\w-]{1,128}$/.test(text),
      opens: async (text) => isOpen(await app.caller(text).send(getGuestJob))
    },
    'the link to an archive of one’s data': {
      genuine: token,
      takes: is43,
      opens: async (text) => isOpen(await owner.send(privacy.downloadExport, { body: { token: text } }))
    },
    'the address of a phone': {
      genuine: pushToken,
      takes: () => true,
      opens: async (text) => text === pushToken
    }
  }
}
