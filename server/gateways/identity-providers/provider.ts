/** What a provider has vouched for, after every check. */
export type ProvenIdentity = {
  /** Together with the subject it names the identity (OpenID Connect Core §5.7); the address never does. */
  readonly issuer: string
  readonly subject: string
  /** The client that the token was made for. */
  readonly clientId: string
  /** In lower case; undefined when there is none that we could mail to. */
  readonly email: string | undefined
  /** The provider says that the address is this person's. */
  readonly emailVerified: boolean
  /** A relay address of Apple. */
  readonly privateEmail: boolean
  readonly name: string | undefined
  /** Names the person while an app moves from one Apple team to another. */
  readonly transferSubject: string | undefined
  /** When they last showed the provider who they are; undefined where it does not say. */
  readonly authenticatedAt: Temporal.Instant | undefined
  /** Ends the provider's own record of the sign-in (Apple only). */
  readonly refreshToken: string | undefined
}

export type ProviderKind = 'google' | 'apple' | 'oidc'

/** What a browser takes along to the provider. `anew`: it is to ask who they are, even if it knows. */
export type Departure = {
  state: string
  nonce: string
  verifier: string
  redirectUri: string
  anew: boolean
  now: Temporal.Instant
}
/** What it brings back; `issuer` as the provider named itself (RFC 9207), if it did. */
export type Return = { code: string; issuer: string | undefined; nonce: string; verifier: string; redirectUri: string }

/** Somebody else who knows who people are. Everything here throws ProviderUnavailable and, where it judges, IdentityRefused. */
export type IdentityProvider = {
  readonly id: string
  readonly kind: ProviderKind
  /** As people know it. */
  readonly name: string
  readonly issuer: string
  /** Where the browser goes (OpenID Connect Core §3.1.2.1). */
  authorizationUrl(departure: Departure): Promise<string>
  /** Exchanges the code for who it is. */
  identityOfReturn(back: Return, now: Temporal.Instant): Promise<ProvenIdentity>
  /** Who an app's ID token is about. `nonce` as it was given out; the token holds what the provider makes of it. */
  identityOfToken(idToken: string, nonce: string, now: Temporal.Instant): Promise<ProvenIdentity>
  /** Whether its keys could not be fetched when they were last asked for. */
  lacksFreshKeys(): boolean
  /** The refresh token for a code that an app was given; undefined where there is none to keep. */
  refreshTokenOf?(code: string, clientId: string, now: Temporal.Instant): Promise<string | undefined>
  /** Ends what a refresh token stands for; also when it has ended already. */
  revoke?(refreshToken: string, clientId: string, now: Temporal.Instant): Promise<void>
  /** What the provider tells our server by itself. */
  notification?(payload: string, now: Temporal.Instant): Promise<Notification>
}

export type Notification = {
  readonly id: string
  readonly subject: string
  readonly type: NotificationType
  readonly at: Temporal.Instant
}
export type NotificationType = 'email-enabled' | 'email-disabled' | 'consent-revoked' | 'account-deleted'

/** The provider does not answer, or not sensibly. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable'
}

/** What came from the provider, or in its name, proves nothing; `reason` is for the log alone. */
export class IdentityRefused extends Error {
  override readonly name = 'IdentityRefused'
  readonly reason: string

  constructor(reason: string) {
    super(`The identity is refused: ${reason}`)
    this.reason = reason
  }
}
