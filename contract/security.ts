import Type from 'typebox'
import { GivenPassword } from './accounts.ts'
import { factorProofs } from './factors.ts'
import { signedIn } from './policy.ts'
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

/** One way of showing who one is. */
export const Proof = Type.Union([Strict({ method: Words('password'), password: GivenPassword }), ...factorProofs])
export type Proof = Type.Static<typeof Proof>
const ProofMethod = Words('password', 'totp', 'recovery_code', 'passkey')
export type ProofMethod = Proof['method']

export const getStepUp = route({
  ...session,
  method: 'GET',
  path: '/api/session/step-up',
  resource: 'self',
  summary:
    'What to show for a step-up: one of `alone`, or one of `first` and, unless it is empty, one of `second`; for a passkey ask for a challenge',
  status: 200,
  reply: Strict({ alone: Type.Array(ProofMethod), first: Type.Array(ProofMethod), second: Type.Array(ProofMethod) }),
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
  /** `token`: for a bearer session, once; the cookie is set anew otherwise. The old one has ended. */
  reply: Strict({ token: Nullable(Type.String()), authenticatedAt: Instant, expiresAt: Instant }),
  secretReply: true,
  errors: ['proof_not_accepted', 'proofs_incomplete', 'busy']
})
