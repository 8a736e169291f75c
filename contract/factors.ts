import Type from 'typebox'
import { MailedCode, SignInReply, Transport } from './accounts.ts'
import { everybody, signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Instant, Line, Nullable, Uuid } from './values.ts'

/** 256 random bits in base64url. */
const Challenge = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })
const Base64Url = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[A-Za-z0-9_-]+$' })
const TotpCode = Type.String({ pattern: '^[0-9]{6}$' })
/** As somebody types it: in groups, in either case. */
const RecoveryCode = Type.String({ pattern: '^[0-9A-Za-z -]{12,20}$' })
const Label = Line(60)

/** What an authenticator answers to `navigator.credentials.get` (WebAuthn Level 3 §5.2.2), binary parts in base64url. */
const Assertion = Strict({
  id: Base64Url(1400),
  clientDataJSON: Base64Url(4000),
  authenticatorData: Base64Url(2000),
  signature: Base64Url(6000),
  userHandle: Nullable(Base64Url(100))
})
export type Assertion = Type.Static<typeof Assertion>

/** What an authenticator answers to `navigator.credentials.create` (§5.2.1). */
const NewCredential = Strict({
  id: Base64Url(1400),
  clientDataJSON: Base64Url(4000),
  attestationObject: Base64Url(20_000),
  transports: Type.Array(Type.String({ minLength: 1, maxLength: 20, pattern: '^[a-z-]+$' }), { maxItems: 10 })
})
export type NewCredential = Type.Static<typeof NewCredential>

/** The ways of showing a second factor. */
export const factorProofs = [
  Strict({ method: Type.Literal('totp'), code: TotpCode }),
  Strict({ method: Type.Literal('recovery_code'), code: RecoveryCode }),
  Strict({ method: Type.Literal('passkey'), assertion: Assertion })
] as const
const FactorProof = Type.Union([...factorProofs])
export type FactorProof = Type.Static<typeof FactorProof>
/** Also what was mailed to somebody without a factor; it is none, and shows nothing anywhere else. */
const SignInProof = Type.Union([...factorProofs, Strict({ method: Type.Literal('mailed_code'), code: MailedCode })])
export type SignInProof = Type.Static<typeof SignInProof>

export const Passkey = Strict({
  id: Uuid,
  label: Type.String(),
  /** It is kept in more places than one device, such as a password manager. */
  backedUp: Type.Boolean(),
  createdAt: Instant,
  lastUsedAt: Nullable(Instant)
})
export type Passkey = Type.Static<typeof Passkey>

const Factors = Strict({
  totp: Nullable(Strict({ confirmedAt: Instant })),
  /** How many recovery codes are left of those that were made; null while there is no second factor. */
  recoveryCodes: Nullable(Strict({ left: Type.Integer(), made: Type.Integer() })),
  passkeys: Type.Array(Passkey)
})
export type Factors = Type.Static<typeof Factors>

const RecoveryCodes = Type.Array(Type.String())
/** The session goes on under a new token: in the cookie, or here for a bearer. */
const Renewed = { token: Nullable(Type.String()), expiresAt: Instant }
/** With the first factor come recovery codes, shown this once. */
const Added = { recoveryCodes: Nullable(RecoveryCodes), ...Renewed }

const factor = { ...signedIn, tag: 'Factors', action: 'account.secure', resource: 'self', verified: false } as const
const guarded = { ...factor, stepUp: true } as const

export const listFactors = route({
  method: 'GET',
  path: '/api/me/factors',
  ...factor,
  summary: 'What beside the password shows who one is',
  status: 200,
  reply: Factors,
  errors: []
})

export const beginTotp = route({
  method: 'POST',
  path: '/api/me/totp',
  ...guarded,
  summary: 'Begin with an authenticator app: its secret, shown once. It asks for nothing before it is confirmed',
  status: 201,
  reply: Strict({ secret: Type.String(), uri: Type.String() }),
  secretReply: true,
  errors: ['totp_already_there']
})

export const confirmTotp = route({
  method: 'POST',
  path: '/api/me/totp/confirmation',
  ...guarded,
  rate: 'code',
  summary: 'Show with a code that the app works: every session that has shown no second factor ends, this one goes on',
  body: Strict({ code: TotpCode }),
  status: 200,
  reply: Strict(Added),
  secretReply: true,
  errors: ['factor_not_accepted', 'totp_already_there']
})

export const removeTotp = route({
  method: 'DELETE',
  path: '/api/me/totp',
  ...guarded,
  summary: 'Remove the authenticator app; with the last factor go the recovery codes',
  status: 200,
  reply: Strict(Renewed),
  secretReply: true,
  errors: ['totp_not_found']
})

export const renewRecoveryCodes = route({
  method: 'POST',
  path: '/api/me/recovery-codes',
  ...guarded,
  summary: 'Make ten new recovery codes; the former ones end',
  status: 201,
  reply: Strict({ recoveryCodes: RecoveryCodes }),
  secretReply: true,
  errors: ['no_second_factor']
})

const CredentialName = Strict({
  id: Type.String(),
  type: Type.Literal('public-key'),
  transports: Type.Array(Type.String())
})

export const beginPasskey = route({
  method: 'POST',
  path: '/api/me/passkeys/challenge',
  ...guarded,
  summary: 'Begin a passkey: what `navigator.credentials.create` takes, as JSON',
  status: 201,
  reply: Strict({
    challenge: Challenge,
    rp: Strict({ name: Type.String(), id: Type.String() }),
    user: Strict({ id: Type.String(), name: Type.String(), displayName: Type.String() }),
    pubKeyCredParams: Type.Array(Strict({ alg: Type.Integer(), type: Type.Literal('public-key') })),
    timeout: Type.Integer(),
    excludeCredentials: Type.Array(CredentialName),
    authenticatorSelection: Strict({
      residentKey: Type.Literal('required'),
      requireResidentKey: Type.Literal(true),
      userVerification: Type.Literal('required')
    }),
    attestation: Type.Literal('none')
  }),
  secretReply: true,
  errors: ['too_many_passkeys']
})

export const addPasskey = route({
  method: 'POST',
  path: '/api/me/passkeys',
  ...guarded,
  rate: 'code',
  summary: 'Add the passkey that was made: every session that has shown no second factor ends, this one goes on',
  body: Strict({ label: Label, credential: NewCredential }),
  status: 201,
  reply: Strict({ passkey: Passkey, ...Added }),
  secretReply: true,
  errors: ['passkey_not_accepted', 'passkey_already_there', 'too_many_passkeys']
})

const params = Strict({ passkeyId: Uuid })

export const renamePasskey = route({
  method: 'PATCH',
  path: '/api/me/passkeys/:passkeyId',
  ...factor,
  resource: 'passkey',
  summary: 'Rename a passkey',
  params,
  body: Strict({ label: Label }),
  status: 200,
  reply: Passkey,
  errors: ['passkey_not_found']
})

export const removePasskey = route({
  method: 'DELETE',
  path: '/api/me/passkeys/:passkeyId',
  ...guarded,
  resource: 'passkey',
  summary: 'Remove a passkey, unless it is the last way to sign in; with the last factor go the recovery codes',
  params,
  status: 200,
  reply: Strict(Renewed),
  secretReply: true,
  errors: ['passkey_not_found', 'last_way_in']
})

export const challengeSession = route({
  method: 'POST',
  path: '/api/session/challenge',
  ...factor,
  summary: 'A challenge that a passkey signs for stepping up',
  status: 201,
  reply: Strict({ challenge: Challenge, rpId: Type.String(), expiresAt: Instant }),
  secretReply: true,
  errors: []
})

export const beginPasskeySignIn = route({
  method: 'POST',
  path: '/api/sessions/challenge',
  tag: 'Factors',
  ...everybody,
  action: 'account.enter',
  resource: 'none',
  rate: 'default',
  summary: 'A challenge for signing in with a passkey; `flow` goes back with the answer and is shown to nobody else',
  status: 201,
  reply: Strict({ challenge: Challenge, flow: Challenge, rpId: Type.String(), expiresAt: Instant }),
  secretReply: true,
  errors: []
})

export const signInWithPasskey = route({
  method: 'POST',
  path: '/api/sessions/passkey',
  tag: 'Factors',
  ...everybody,
  action: 'account.enter',
  resource: 'none',
  rate: 'sign_in',
  summary: 'Sign in with a passkey. It is two factors in one: nothing more is asked',
  body: Strict({ flow: Challenge, assertion: Assertion, transport: Transport }),
  status: 201,
  reply: SignInReply,
  secretReply: true,
  errors: ['passkey_not_accepted']
})

export const answerSecondFactor = route({
  method: 'POST',
  path: '/api/sessions/second-factor',
  tag: 'Factors',
  ...everybody,
  action: 'account.enter',
  resource: 'none',
  rate: 'code',
  summary: 'Answer the question for a second factor and sign in. A passkey signs the challenge itself',
  body: Strict({ challenge: Challenge, proof: SignInProof, transport: Transport }),
  status: 201,
  reply: SignInReply,
  secretReply: true,
  errors: ['factor_not_accepted', 'challenge_not_accepted']
})
