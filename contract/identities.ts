import Type from 'typebox'
import { SignInReply, Transport } from './accounts.ts'
import { everybody, signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Instant, Language, Line, Nullable, TimeZone, Uuid, Words } from './values.ts'

const tag = 'Providers'

/** As it stands in the configuration: `google`, `apple`, or the id of another provider. */
export const ProviderId = Type.String({ pattern: '^[a-z][a-z0-9-]{0,29}$' })
const ProviderKind = Words('google', 'apple', 'oidc')
/** 256 random bits in base64url. */
const Token = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })
const Code = Type.String({ minLength: 1, maxLength: 2048, pattern: '^[\\x21-\\x7e]+$' })
const IdToken = Type.String({ minLength: 1, maxLength: 8192, pattern: '^[\\x21-\\x7e]+$' })

/** What a new account begins with. `displayName`: Apple tells it once, to the browser or the app, and nobody vouches for it. */
const Beginning = {
  displayName: Type.Optional(Line(80)),
  timeZone: TimeZone,
  language: Language
}

/** What comes back with a browser; `issuer` is the parameter `iss`, if the provider sends one (RFC 9207). */
export const Return = {
  state: Type.String({ pattern: '^(enter|link|prove)\\.[A-Za-z0-9_-]{43}$' }),
  code: Code,
  issuer: Type.Optional(Type.String({ minLength: 1, maxLength: 255 }))
}

export const Provider = Strict({ id: ProviderId, kind: ProviderKind, name: Type.String() })
export type Provider = Type.Static<typeof Provider>

/**
 * The address has an account already, and this identity is not part of it. Whoever signs in to that account, or opens the
 * link that is mailed to it, may connect the two. A browser keeps the ticket in its cookie and is shown none.
 */
const LinkQuestion = Strict({
  link: Strict({ ticket: Nullable(Token), provider: ProviderId, email: Type.String(), expiresAt: Instant })
})
export const ProviderReply = Type.Union([...SignInReply.anyOf, LinkQuestion])
export type ProviderReply = Type.Static<typeof ProviderReply>

const entering = {
  ...everybody,
  tag,
  action: 'account.enter',
  resource: 'none',
  rate: 'sign_in',
  method: 'POST'
} as const
const ofProvider = Strict({ provider: ProviderId })

export const listSignInMethods = route({
  ...entering,
  method: 'GET',
  path: '/api/sign-in-methods',
  rate: 'default',
  summary: 'The providers that people may sign in with',
  status: 200,
  reply: Strict({ providers: Type.Array(Provider) }),
  errors: []
})

export const beginProviderSignIn = route({
  ...entering,
  path: '/api/sign-in-methods/:provider/authorizations',
  summary: 'Begin to sign in with a provider in a browser: where to send it',
  params: ofProvider,
  status: 201,
  reply: Strict({ url: Type.String() }),
  secretReply: true,
  errors: ['provider_not_found', 'provider_unavailable']
})

export const finishProviderSignIn = route({
  ...entering,
  path: '/api/sign-in-methods/:provider/returns',
  summary: 'The browser is back from the provider: sign in, or be asked for more',
  params: ofProvider,
  body: Strict({ ...Return, ...Beginning }),
  status: 201,
  reply: ProviderReply,
  secretReply: true,
  errors: [
    'provider_not_found',
    'provider_unavailable',
    'provider_sign_in_failed',
    'provider_email_missing',
    'time_zone_unknown'
  ]
})

export const challengeApp = route({
  ...entering,
  path: '/api/sign-in-methods/:provider/challenges',
  summary: 'A nonce that an app has put into its ID token; Apple’s apps put in its SHA-256 in hexadecimal',
  params: ofProvider,
  status: 201,
  reply: Strict({ nonce: Token, expiresAt: Instant }),
  secretReply: true,
  errors: ['provider_not_found']
})

export const signInWithIdToken = route({
  ...entering,
  path: '/api/sign-in-methods/:provider/sessions',
  summary: 'Sign in an app with the ID token that its provider gave it; Apple’s apps send the authorization code too',
  params: ofProvider,
  body: Strict({
    idToken: IdToken,
    nonce: Token,
    authorizationCode: Type.Optional(Code),
    transport: Transport,
    ...Beginning
  }),
  status: 201,
  reply: ProviderReply,
  secretReply: true,
  errors: [
    'provider_not_found',
    'provider_unavailable',
    'provider_sign_in_failed',
    'provider_email_missing',
    'time_zone_unknown'
  ]
})

const ticket = Type.Optional(Token)

export const mailLinkConfirmation = route({
  ...entering,
  path: '/api/identity-links/mails',
  rate: 'mail',
  summary: 'Mail the account’s address a link that connects the identity; it works together with the ticket only',
  body: Strict({ ticket }),
  status: 202,
  errors: ['link_not_accepted']
})

export const confirmLinkByMail = route({
  ...entering,
  path: '/api/identity-links/confirmation',
  rate: 'code',
  summary: 'Connect the identity with the mailed token, where the sign-in began, and sign in',
  body: Strict({ token: Token, ticket, transport: Transport }),
  status: 201,
  reply: SignInReply,
  secretReply: true,
  errors: ['link_not_accepted', 'identity_taken', 'identity_not_found']
})

export const Identity = Strict({
  id: Uuid,
  /** Null when the provider is not configured any more. */
  provider: Nullable(Provider),
  issuer: Type.String(),
  /** As the provider last said it. */
  email: Nullable(Type.String()),
  /** False after consent was withdrawn at the provider. */
  active: Type.Boolean(),
  linkedAt: Instant,
  lastUsedAt: Instant
})
export type Identity = Type.Static<typeof Identity>

const own = { ...signedIn, tag, action: 'account.secure', resource: 'self', verified: false } as const
const guarded = { ...own, verified: true, stepUp: true } as const

export const listIdentities = route({
  ...own,
  method: 'GET',
  path: '/api/me/identities',
  summary: 'With which providers one signs in',
  status: 200,
  reply: Strict({ items: Type.Array(Identity), hasPassword: Type.Boolean() }),
  errors: []
})

export const beginLinking = route({
  ...guarded,
  method: 'POST',
  path: '/api/me/identities/authorizations',
  summary: 'Begin to connect a provider in a browser: where to send it',
  body: Strict({ provider: ProviderId }),
  status: 201,
  reply: Strict({ url: Type.String() }),
  secretReply: true,
  errors: ['provider_not_found', 'provider_unavailable']
})

export const finishLinking = route({
  ...guarded,
  method: 'POST',
  path: '/api/me/identities/returns',
  rate: 'code',
  summary: 'The browser is back from the provider: connect it, in the session that began',
  body: Strict({ provider: ProviderId, ...Return }),
  status: 201,
  reply: Identity,
  errors: [
    'provider_not_found',
    'provider_unavailable',
    'provider_sign_in_failed',
    'identity_taken',
    'identity_not_found'
  ]
})

export const linkIdentity = route({
  ...guarded,
  method: 'POST',
  path: '/api/me/identities',
  rate: 'code',
  summary: 'Connect the identity of a ticket, after having signed in to the account that it is meant for',
  body: Strict({ ticket }),
  status: 201,
  reply: Identity,
  errors: ['link_not_accepted', 'identity_taken', 'identity_not_found']
})

export const unlinkIdentity = route({
  ...guarded,
  verified: false,
  resource: 'identity',
  method: 'DELETE',
  path: '/api/me/identities/:identityId',
  summary: 'Disconnect a provider, unless it is the last way to sign in',
  params: Strict({ identityId: Uuid }),
  status: 204,
  errors: ['identity_not_found', 'last_way_in']
})

export const receiveAppleNotification = route({
  ...everybody,
  tag,
  action: 'account.enter',
  resource: 'none',
  rate: 'webhook',
  method: 'POST',
  path: '/api/webhooks/apple',
  summary: 'Apple tells of changes to an account: signed by Apple, written down, applied afterwards',
  body: Strict({ payload: IdToken }),
  status: 200,
  reply: Strict({}),
  errors: ['provider_not_found', 'provider_unavailable', 'notification_not_accepted']
})
