import { createHash } from 'node:crypto'
import type { Outbound, OutboundReply } from '#server/platform/outbound.ts'
import { jsonObject } from './compact-jws.ts'
import type { Endpoints } from './discovery.ts'
import { addressOf, algorithm, identityOfIdToken, textOf, type Claims } from './id-token.ts'
import { keySet, type KeySet } from './key-set.ts'
import {
  IdentityRefused,
  ProviderUnavailable,
  type Departure,
  type IdentityProvider,
  type ProvenIdentity,
  type ProviderKind,
  type Return
} from './provider.ts'

/** One provider as it is configured: what differs between them, and nothing that they share. */
export type ProviderSettings = {
  readonly id: string
  readonly kind: ProviderKind
  readonly name: string
  /** Every spelling of its name; the first is the one we keep. */
  readonly issuers: readonly [string, ...string[]]
  /** The client of the web. */
  readonly clientId: string
  readonly appClientIds: readonly string[]
  readonly scopes: string
  readonly ask: Outbound
  endpoints(now: Temporal.Instant): Promise<Endpoints>
  /** Proves which client asks; undefined for a public one. */
  secretOf(clientId: string, now: Temporal.Instant): Promise<string | undefined>
  /** More for the address that the browser goes to. */
  readonly parameters?: Readonly<Record<string, string>>
  /** More, or other, where the provider is to ask anew; left out: what OpenID Connect Core §3.1.2.1 has for it. */
  readonly anewParameters?: Readonly<Record<string, string>>
  /** What an app's token holds of a nonce; left out: the nonce itself. */
  readonly appNonce?: (nonce: string) => string
}

/** A provider, and what the peculiar ones build on. */
export type OpenIdProvider = {
  readonly provider: IdentityProvider
  readonly keys: KeySet
  /** Posts a form with the client's proof to one of the provider's endpoints. */
  post(to: 'token' | 'revocation', form: ClientForm, now: Temporal.Instant): Promise<OutboundReply>
}
export type ClientForm = Readonly<Record<string, string>> & { readonly client_id: string }

/** An OpenID Connect provider (Core 1.0) with the authorization code flow and PKCE (RFC 7636). */
export function openIdProvider(settings: ProviderSettings): OpenIdProvider {
  const { id, kind, name, issuers, clientId, appClientIds, appNonce = (nonce) => nonce } = settings
  const [issuer] = issuers
  const keys = keySet(async (now) => settings.ask((await settings.endpoints(now)).keys), algorithm)

  function judge(idToken: string, expected: { nonce: string; clientIds: readonly string[] }, now: Temporal.Instant) {
    return identityOfIdToken(idToken, { ...expected, issuers, now, keyOf: (kid) => keys.keyOf(kid, now) })
  }

  async function post(to: 'token' | 'revocation', form: ClientForm, now: Temporal.Instant): Promise<OutboundReply> {
    const endpoints = await settings.endpoints(now)
    const secret = await settings.secretOf(form.client_id, now)
    const url = endpoints[to] ?? endpoints.token
    if (secret === undefined) return asked(settings.ask, url, { form })
    if (!endpoints.secretInHeader) return asked(settings.ask, url, { form: { ...form, client_secret: secret } })
    return asked(settings.ask, url, { form, headers: { authorization: basic(form.client_id, secret) } })
  }

  async function identityOfReturn(back: Return, now: Temporal.Instant): Promise<ProvenIdentity> {
    const endpoints = await settings.endpoints(now)
    checkSender(back.issuer, issuers, endpoints)
    const { code, verifier, redirectUri, nonce } = back
    const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }
    const tokens = tokensOf(await post('token', { ...form, client_id: clientId }, now))
    const idToken = tokens['id_token']
    if (typeof idToken !== 'string') throw new IdentityRefused('no ID token')
    const identity = await judge(idToken, { nonce, clientIds: [clientId] }, now)
    const known = { ...identity, refreshToken: textOf(tokens['refresh_token']) }
    return identity.email === undefined ? withAddress(settings.ask, endpoints, { tokens, identity: known }) : known
  }

  const provider: IdentityProvider = {
    id,
    kind,
    name,
    issuer,
    identityOfReturn,
    lacksFreshKeys: () => keys.isFailing(),
    async authorizationUrl(departure) {
      const { authorization } = await settings.endpoints(departure.now)
      const anew = departure.anew ? (settings.anewParameters ?? askAnew) : {}
      return addressWith(authorization, { ...parametersOf(departure, settings), ...settings.parameters, ...anew })
    },
    identityOfToken: (idToken, nonce, now) =>
      judge(idToken, { nonce: appNonce(nonce), clientIds: [clientId, ...appClientIds] }, now)
  }
  return { provider, keys, post }
}

/** The ID token then says when they were asked (§2, `auth_time`). */
const askAnew = { prompt: 'login', max_age: '0' }

function parametersOf({ state, nonce, verifier, redirectUri }: Departure, settings: ProviderSettings) {
  return {
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirectUri,
    scope: settings.scopes,
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256'
  }
}

function addressWith(address: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

/** Against mix-up (RFC 9207): a provider that names itself must be the one that was asked. */
function checkSender(sender: string | undefined, issuers: readonly string[], { namesItself }: Endpoints): void {
  if (sender === undefined ? namesItself : !issuers.includes(sender)) throw new IdentityRefused('sender')
}

/** RFC 6749 §2.3.1: both are form-encoded first. */
function basic(clientId: string, secret: string): string {
  const encoded = [clientId, secret].map((part) => new URLSearchParams({ part }).toString().slice('part='.length))
  return `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`
}

type Parts = Parameters<Outbound>[1]

async function asked(ask: Outbound, url: string, parts: Parts): Promise<OutboundReply> {
  try {
    return await ask(url, parts)
  } catch (error) {
    throw new ProviderUnavailable(`${new URL(url).host} cannot be asked`, { cause: error })
  }
}

/** What the token endpoint answers; throws IdentityRefused when it says no. */
export function tokensOf({ status, text }: OutboundReply): Claims {
  if (status >= 500 || status === 429) throw new ProviderUnavailable(`the provider answers ${status}`)
  const tokens = status === 200 ? jsonObject(Buffer.from(text)) : undefined
  if (!tokens) throw new IdentityRefused('code')
  return tokens
}

/** Some providers keep the address out of the ID token (Core §5.3); what they say must be about the same person. */
async function withAddress(
  ask: Outbound,
  { userinfo }: Endpoints,
  { tokens, identity }: { tokens: Claims; identity: ProvenIdentity }
): Promise<ProvenIdentity> {
  const accessToken = textOf(tokens['access_token'])
  if (userinfo === undefined || accessToken === undefined) return identity
  const reply = await asked(ask, userinfo, { headers: { authorization: `Bearer ${accessToken}` } })
  const claims = reply.status === 200 ? jsonObject(Buffer.from(reply.text)) : undefined
  if (!claims) return identity
  if (claims['sub'] !== identity.subject) throw new IdentityRefused('userinfo of somebody else')
  return { ...identity, ...addressOf(claims), name: identity.name ?? textOf(claims['name'], 255) }
}
