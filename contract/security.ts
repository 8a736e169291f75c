import Type from 'typebox'
import { Email, GivenPassword, LinkToken, MailedCode, Me } from './accounts.ts'
import { factorProofs } from './factors.ts'
import { Provider, ProviderId, Return } from './identities.ts'
import { everybody, signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Country, Instant, Nullable, Uuid, Words } from './values.ts'

const tag = 'Security'

/** What somebody showed to begin a session. */
export const SignInMethod = Words(
  'password',
  'mailed_code',
  'totp',
  'recovery_code',
  'passkey',
  'google',
  'apple',
  'oidc'
)

/** Where somebody is signed in; never the token nor its digest. */
export const Session = Strict({
  id: Uuid,
  /** The session that asks. */
  current: Type.Boolean(),
  /** Of the device, as it says itself: `Firefox` and `Windows`; null when it says nothing we know. */
  browser: Nullable(Type.String()),
  system: Nullable(Type.String()),
  /** By the address it signed in from; null when nobody knows. */
  country: Nullable(Country),
  methods: Type.Array(SignInMethod),
  createdAt: Instant,
  /** To the minute. */
  lastSeenAt: Instant
})
export type Session = Type.Static<typeof Session>

const session = { ...signedIn, tag, action: 'account.secure', resource: 'session', verified: false } as const

export const listSessions = route({
  ...session,
  method: 'GET',
  path: '/api/sessions',
  resource: 'self',
  summary: 'Where you are signed in, the last used first',
  status: 200,
  reply: Strict({ items: Type.Array(Session) }),
  errors: []
})

export const endSession = route({
  ...session,
  method: 'DELETE',
  path: '/api/sessions/:sessionId',
  stepUp: true,
  summary: 'Sign out one device',
  params: Strict({ sessionId: Uuid }),
  status: 204,
  errors: ['session_not_found']
})

export const endOtherSessions = route({
  ...session,
  method: 'DELETE',
  path: '/api/sessions/others',
  resource: 'self',
  stepUp: true,
  summary: 'Sign out every device but this one',
  status: 204,
  errors: []
})

export const endAllSessions = route({
  ...session,
  method: 'DELETE',
  path: '/api/sessions',
  resource: 'self',
  stepUp: true,
  summary: 'Sign out every device, this one too',
  status: 204,
  errors: []
})

export const rotateSession = route({
  ...session,
  method: 'POST',
  path: '/api/session/token',
  resource: 'self',
  rate: 'rotate',
  summary:
    'Go on under a new token, for apps once a day (a browser’s cookie is renewed by itself). The old one works for a minute more and gives the same successor again; whoever sends it later ends the session',
  status: 200,
  /** `token`: for a bearer session; the cookie is set anew otherwise. */
  reply: Strict({ token: Nullable(Type.String()), expiresAt: Instant }),
  secretReply: true,
  errors: []
})

/** One way of showing who one is. */
export const Proof = Type.Union([Strict({ method: Words('password'), password: GivenPassword }), ...factorProofs])
export type Proof = Type.Static<typeof Proof>
const ProofMethod = Words('password', 'totp', 'recovery_code', 'passkey')
export type ProofMethod = Proof['method']

/** `token`: for a bearer session, once; the cookie is set anew otherwise. The old one has ended. */
const SteppedUp = Strict({ token: Nullable(Type.String()), authenticatedAt: Instant, expiresAt: Instant })

export const getStepUp = route({
  ...session,
  method: 'GET',
  path: '/api/session/step-up',
  resource: 'self',
  summary:
    'What to show for a step-up: one of `alone`, or one of `first` and, unless it is empty, one of `second`; for a passkey ask for a challenge',
  status: 200,
  /** `providers`: for whoever has nothing of their own to show; one of them asks who they are (`beginProviderProof`). */
  reply: Strict({
    alone: Type.Array(ProofMethod),
    first: Type.Array(ProofMethod),
    second: Type.Array(ProofMethod),
    providers: Type.Array(Provider)
  }),
  errors: []
})

export const stepUp = route({
  ...session,
  method: 'POST',
  path: '/api/session/step-up',
  rate: 'step_up',
  summary: 'Show once more who you are; opens guarded operations for ten minutes. The session gets a new token',
  body: Strict({ proofs: Type.Array(Proof, { minItems: 1, maxItems: 2 }) }),
  status: 200,
  reply: SteppedUp,
  secretReply: true,
  errors: ['proof_not_accepted', 'proofs_incomplete', 'busy']
})

export const beginProviderProof = route({
  ...session,
  method: 'POST',
  path: '/api/session/step-up/authorizations',
  rate: 'step_up',
  summary: 'Begin to show who you are at a provider in a browser, which asks you anew: where to send it',
  body: Strict({ provider: ProviderId }),
  status: 201,
  reply: Strict({ url: Type.String() }),
  secretReply: true,
  errors: ['provider_not_found', 'provider_unavailable', 'proofs_incomplete']
})

export const finishProviderProof = route({
  ...session,
  method: 'POST',
  path: '/api/session/step-up/returns',
  rate: 'step_up',
  summary: 'The browser is back from the provider, in the session that began: as `stepUp`',
  body: Strict({ provider: ProviderId, ...Return }),
  status: 200,
  reply: SteppedUp,
  secretReply: true,
  errors: ['provider_not_found', 'provider_unavailable', 'provider_sign_in_failed', 'proofs_incomplete']
})

const ownAddress = { ...session, resource: 'self' } as const
const PendingAddress = Strict({ email: Type.String(), expiresAt: Instant })

export const getAddressProof = route({
  ...ownAddress,
  method: 'GET',
  path: '/api/me/address-proof',
  summary: 'The address that waits for its code: a new one, or your own that is not proved yet',
  status: 200,
  reply: Strict({ email: Type.String(), verified: Type.Boolean(), pending: Nullable(PendingAddress) }),
  errors: []
})

export const changeAddress = route({
  ...ownAddress,
  method: 'PUT',
  path: '/api/me/address-proof',
  stepUp: true,
  rate: 'mail',
  summary:
    'Ask for another address: a code is mailed to it, a notice to the present one. The same answer whether or not the new one has an account',
  body: Strict({ email: Email }),
  status: 202,
  reply: PendingAddress,
  errors: []
})

export const resendAddressCode = route({
  ...ownAddress,
  method: 'POST',
  path: '/api/me/address-proof/codes',
  rate: 'mail',
  summary: 'Mail a new code to the address that waits for one; the former code ends',
  status: 202,
  errors: []
})

export const proveAddress = route({
  ...ownAddress,
  method: 'POST',
  path: '/api/me/address-proof/confirmation',
  rate: 'code',
  summary: 'Prove the waiting address with the mailed code: from now on it is yours',
  body: Strict({ code: MailedCode }),
  status: 200,
  reply: Me,
  errors: ['code_not_accepted']
})

export const cancelAddressChange = route({
  ...ownAddress,
  method: 'DELETE',
  path: '/api/me/address-proof',
  summary: 'Keep the present address; the code ends',
  status: 204,
  errors: []
})

export const stopAddressChange = route({
  ...everybody,
  tag,
  action: 'account.recover',
  resource: 'none',
  rate: 'code',
  method: 'POST',
  path: '/api/address-change-stops',
  summary: 'Stop a change of address with the link mailed to the present one; signs out every device',
  body: Strict({ token: LinkToken }),
  status: 204,
  errors: ['stop_link_not_accepted']
})
