import type * as api from '#contract/identities.ts'
import type { Input } from '#contract/route.ts'
import type { IdentityProvider, ProvenIdentity } from '#server/gateways/identity-providers/provider.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { Secret } from '#server/platform/secret.ts'
import { requireTimeZone } from '#server/platform/time-zone.ts'
import { consumeCredential, liveCredential, type ConsumedCredential } from '../credential-queries.ts'
import { mintLinkToken } from '../mailed-secrets.ts'
import type { Transport } from '../rules.ts'
import { mintSessionToken } from '../session-token.ts'
import { enter, type Arrival, type Outcome } from './enter.ts'
import { lookUp, nonceOf, verifierOf } from './flow.ts'
import { knownIdentity } from './identity-queries.ts'
import { asking, providerOf, redirectUriOf, type FederationServices } from './providers.ts'

/** What came of it, with the secrets that whoever came may get. */
export type Entered = { outcome: Exclude<Outcome, null>; token: Secret; ticket: Secret; transport: Transport }

/** The browser is back: its cookie and the state must be of one beginning, with this very provider. */
export async function finishSignIn(
  ctx: Ctx<Anonymous>,
  services: FederationServices,
  { params, body }: Input<typeof api.finishProviderSignIn>
): Promise<Entered> {
  requireTimeZone(body.timeZone)
  const provider = providerOf(services, params.provider)
  const back = returnOf(ctx, services, { provider, ...body })
  const once = { ...back.once, purpose: 'federated_sign_in' } as const
  const identity = await shown(ctx, { provider, once }, () => provider.identityOfReturn(back.what, ctx.now()))
  return enterOnce(ctx, services, { provider, identity, transport: 'cookie', beginning: body, once })
}

/** An app has an ID token: it must hold the nonce that was given out for it. */
export async function signInWithIdToken(
  ctx: Ctx<Anonymous>,
  services: FederationServices,
  { params, body }: Input<typeof api.signInWithIdToken>
): Promise<Entered> {
  requireTimeZone(body.timeZone)
  const provider = providerOf(services, params.provider)
  const once = { purpose: 'federated_sign_in', digests: lookUp(services.keyring, body.nonce) } as const
  const identity = await shown(ctx, { provider, once }, async () => {
    const proven = await provider.identityOfToken(body.idToken, body.nonce, ctx.now())
    return withRefreshToken(ctx, provider, { identity: proven, code: body.authorizationCode })
  })
  return enterOnce(ctx, services, { provider, identity, transport: body.transport, beginning: body, once })
}

/** Apple's code is worth exchanging only while we have nothing to tell Apple by that somebody leaves. */
async function withRefreshToken(
  ctx: Ctx<Anonymous>,
  provider: IdentityProvider,
  { identity, code }: { identity: ProvenIdentity; code: string | undefined }
): Promise<ProvenIdentity> {
  if (code === undefined || !provider.refreshTokenOf) return identity
  const known = await knownIdentity(ctx.db, identity)
  if (known?.hasRefreshToken) return identity
  return { ...identity, refreshToken: await provider.refreshTokenOf(code, identity.clientId, ctx.now()) }
}

/** What works once: the state together with the browser's cookie, or an app's nonce. */
export type Once = Parameters<typeof consumeCredential>[1]

/** What the browser brings back, and what that is looked up by. */
export function returnOf(
  ctx: Pick<Ctx, 'origin'>,
  services: FederationServices,
  back: { provider: IdentityProvider; state: string; code: string; issuer?: string }
) {
  const kept = ctx.origin.flow
  if (!kept) throw new AppError('provider_sign_in_failed')
  const flow = { state: back.state, kept }
  const { keyring } = services
  return {
    once: { digests: lookUp(keyring, back.state), boundDigests: lookUp(keyring, kept.reveal()) },
    what: {
      code: back.code,
      issuer: back.issuer,
      nonce: nonceOf(flow),
      verifier: verifierOf(flow),
      redirectUri: redirectUriOf(services, back.provider.id)
    }
  }
}

/** Who it is, if what works once still does; it is used up only together with its effect. A refusal is noted. */
async function shown(
  ctx: Ctx<Anonymous>,
  { provider, once }: { provider: IdentityProvider; once: Once },
  prove: () => Promise<ProvenIdentity>
): Promise<ProvenIdentity> {
  try {
    const live = await liveCredential(ctx.db, once, ctx.now())
    if (!isFor(live, provider)) throw new AppError('provider_sign_in_failed')
    return await asking(ctx, provider, prove)
  } catch (error) {
    await ctx.write((tx) => audit(tx, ctx, { event: 'sign_in.refused' }))
    throw error
  }
}

/** The credential was made for this provider. */
export function isFor(credential: ConsumedCredential | undefined, { id }: IdentityProvider): boolean {
  const context = credential?.context
  return typeof context === 'object' && context !== null && 'provider' in context && context['provider'] === id
}

async function enterOnce(
  ctx: Ctx<Anonymous>,
  services: FederationServices,
  { once, ...entry }: Pick<Arrival, 'provider' | 'identity' | 'transport' | 'beginning'> & { once: Once }
): Promise<Entered> {
  const arrival = { ...entry, token: mintSessionToken(), ticket: new Secret(mintLinkToken()) }

  const outcome = await ctx.write(async (tx) => {
    if (await consumeCredential(tx, once, ctx.now())) return enter(tx, ctx, services, arrival)
    await audit(tx, ctx, { event: 'sign_in.refused' })
    return null
  })

  if (!outcome) throw new AppError('provider_sign_in_failed')
  const { token, ticket, transport } = arrival
  return { outcome, token, ticket, transport }
}
