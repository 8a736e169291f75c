import assert from 'node:assert/strict'
import * as api from '#contract/factors.ts'
import { answer, asked, guarded, withPasskey } from '#server/features/accounts/factors/testing-factors.ts'
import { makeAuthenticator, type Tweaks } from '../authenticator.ts'
import type { TestApp } from '../harness.ts'
import { assertRefused, type Attack } from './attack.ts'

/** An answer of an authenticator that is right but for one thing. */
function departure(source: string, story: string, tweaks: Tweaks): Attack {
  return {
    source,
    kind: 'takeover',
    story,
    async replay(app) {
      const { authenticator } = await withPasskey(app)
      await enter(app, (challenge) => authenticator.get(challenge), 201)
      await enter(app, (challenge) => authenticator.get(challenge, tweaks), 422)
    }
  }
}

async function enter(app: TestApp, answerTo: (challenge: string) => api.Assertion, status: number): Promise<void> {
  const { challenge, flow } = await app.anonymous.call(api.beginPasskeySignIn)
  const body = { flow, assertion: answerTo(challenge), transport: 'bearer' } as const
  assertRefused(await app.anonymous.send(api.signInWithPasskey, { body }), status)
}

export const passkeyAttacks: Attack[] = [
  departure(
    'CVE-2021-38299 (Webauthn Framework)',
    'An authenticator that was plugged in signed without anybody touching it.',
    { userPresent: false, userVerified: false }
  ),
  departure(
    'WebAuthn Level 3 §7.2, user verification',
    'Whoever held the key was let in: neither PIN nor finger was asked.',
    {
      userVerified: false
    }
  ),
  departure(
    'WebAuthn Level 3 §13.4.9, origin',
    'A page of another origin passed the question on and the answer back.',
    {
      origin: 'http://localhost.evil.example'
    }
  ),
  departure('WebAuthn Level 3 §7.2, relying party', 'An answer that was meant for another service was taken.', {
    rpId: 'evil.example'
  }),
  departure('WebAuthn Level 3 §6.1.1, signature counter', 'A copy of an authenticator went on beside the original.', {
    counter: 1
  }),
  {
    source: 'CVE-2022-42731 (django-mfa2)',
    kind: 'takeover',
    story: 'The question stayed open after its answer: the same answer was sent again, to sign in and to add a device.',
    async replay(app) {
      const { authenticator } = await withPasskey(app)
      const { challenge, flow } = await app.anonymous.call(api.beginPasskeySignIn)
      const body = { flow, assertion: authenticator.get(challenge), transport: 'bearer' } as const
      assert.equal((await app.anonymous.send(api.signInWithPasskey, { body })).statusCode, 201)
      assertRefused(await app.anonymous.send(api.signInWithPasskey, { body }), 422)

      const { caller } = await guarded(app, { email: 'ben@example.org' })
      const credential = makeAuthenticator().create(await caller.call(api.beginPasskey))
      const { token } = await caller.call(api.addPasskey, { body: { label: 'Key', credential } })
      const again = app.caller(token ?? assert.fail('no token'))
      assertRefused(await again.send(api.addPasskey, { body: { label: 'Key', credential } }), 422)
    }
  },
  {
    source: 'CVE-2025-26788 (StrongKey FIDO Server)',
    kind: 'takeover',
    story: 'A sign-in that began with the victim’s name was finished with the attacker’s own passkey.',
    async replay(app) {
      const anna = await withPasskey(app)
      const mallory = await withPasskey(app, await guarded(app, { email: 'mallory@example.org' }))
      const { challenge } = await asked(app)
      const assertion = mallory.authenticator.get(challenge)
      assertRefused(await answer(app, challenge, { method: 'passkey', assertion }), 422)
      const userHandle = Buffer.from(anna.userId).toString('base64url')
      await enter(app, (question) => mallory.authenticator.get(question, { userHandle }), 422)
      const { credentialId } = anna.authenticator
      await enter(app, (question) => ({ ...mallory.authenticator.get(question), id: credentialId }), 422)
    }
  }
]
