import type * as api from '#contract/security.ts'
import type { Input, Output } from '#contract/route.ts'
import type { IdentityProvider, ProvenIdentity } from '#server/gateways/identity-providers/provider.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { consumeCredential, liveCredential } from '../credential-queries.ts'
import { requiredProofs } from '../proofs.ts'
import { renewSession } from '../renew-session.ts'
import { mintSessionToken } from '../session-token.ts'
import type { SteppedUp } from '../step-up.ts'
import { begin, type Begun } from './begin.ts'
import { isFor, returnOf } from './finish.ts'
import { identitiesOf, knownIdentity } from './identity-queries.ts'
import { isOfSession } from './link.ts'
import { providerView } from './list-identities.ts'
import { asking, providerOf, type FederationServices } from './providers.ts'

/** Clocks differ: by so much earlier than our question the provider may say that it was answered. */
const skewSeconds = 60

/** What to show for a step-up; a provider only where somebody has nothing of their own to show. */
export async function stepUpWays(
  ctx: Ctx<User>,
  services: Pick<FederationServices, 'providers'>
): Promise<Output<typeof api.getStepUp>> {
  const { userId } = ctx.actor
  const required = await requiredProofs(ctx.db, userId)
  const hasOwn = required.first.length + required.second.length > 0
  if (hasOwn) return { ...required, providers: [] }
  const issuers = new Set((await identitiesOf(ctx.db, userId)).map(({ issuer }) => issuer))
  return {
    ...required,
    providers: services.providers.filter(({ issuer }) => issuers.has(issuer)).map(providerView)
  }
}

/** Sends the browser to the provider, which is to ask anew. Throws `proofs_incomplete` where something else is to be shown. */
export async function beginProof(ctx: Ctx<User>, services: FederationServices, provider: string): Promise<Begun> {
  await requireWay(ctx, services, provider)
  return begin(ctx, services, { provider, kind: 'prove', of: ctx.actor })
}

/** The browser is back in the session that began: the same person, who was asked after that. The session gets a new token. */
export async function finishProof(
  ctx: Ctx<User>,
  services: FederationServices,
  body: Input<typeof api.finishProviderProof>['body']
): Promise<SteppedUp> {
  await requireWay(ctx, services, body.provider)
  const provider = providerOf(services, body.provider)
  const back = returnOf(ctx, services, { ...body, provider })
  const once = { ...back.once, purpose: 'prove_identity' } as const
  const token = mintSessionToken()
  const proven = await shown(ctx, provider, { once, ask: () => provider.identityOfReturn(back.what, ctx.now()) })

  const renewed = await ctx.write(async (tx) => {
    const isOwner = proven && (await isOfActor(tx, ctx, proven))
    if (!isOwner || !(await consumeCredential(tx, once, ctx.now()))) {
      await audit(tx, ctx, { event: 'step_up.refused', subjectId: ctx.actor.userId })
      return null
    }
    const session = await renewSession(tx, ctx, { token, methods: [provider.kind] })
    await audit(tx, ctx, { event: 'step_up.done', subjectId: ctx.actor.userId })
    return session
  })

  if (!renewed) throw new AppError('provider_sign_in_failed')
  return { ...renewed, token, authenticatedAt: ctx.now().toString() }
}

async function requireWay(ctx: Ctx<User>, services: FederationServices, providerId: string): Promise<void> {
  const { id } = providerOf(services, providerId)
  const { providers } = await stepUpWays(ctx, services)
  if (!providers.some((provider) => provider.id === id)) throw new AppError('proofs_incomplete')
}

/** Who the provider says it is; undefined when that proves nothing, now and here. */
async function shown(
  ctx: Ctx<User>,
  provider: IdentityProvider,
  { once, ask }: { once: Parameters<typeof liveCredential>[1]; ask: () => Promise<ProvenIdentity> }
): Promise<ProvenIdentity | undefined> {
  const live = await liveCredential(ctx.db, once, ctx.now())
  if (!isFor(live, provider) || !isOfSession(live?.context, ctx.actor)) return undefined
  try {
    const proven = await asking(ctx, provider, ask)
    return wasAskedSince(proven, live?.context) ? proven : undefined
  } catch (error) {
    if (error instanceof AppError && error.code === 'provider_sign_in_failed') return undefined
    throw error
  }
}

function wasAskedSince({ authenticatedAt }: ProvenIdentity, context: unknown): boolean {
  const begunAt = typeof context === 'object' && context !== null && 'begunAt' in context ? context.begunAt : undefined
  if (authenticatedAt === undefined || typeof begunAt !== 'string') return false
  const earliest = Temporal.Instant.from(begunAt).subtract({ seconds: skewSeconds })
  return Temporal.Instant.compare(authenticatedAt, earliest) >= 0
}

async function isOfActor(tx: Tx, ctx: Ctx<User>, proven: ProvenIdentity): Promise<boolean> {
  const known = await knownIdentity(tx, proven)
  return known !== undefined && known.letsIn && known.userId === ctx.actor.userId
}
