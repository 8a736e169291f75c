import type { Ctx } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import type { Secret } from '#server/platform/secret.ts'
import { saveCredential } from '../credential-queries.ts'
import { mintLinkToken } from '../mailed-secrets.ts'
import { beginFlow, boundDigest, flowMinutes, keptDigest, nonceOf, verifierOf, type FlowKind } from './flow.ts'
import { asking, providerOf, redirectUriOf, type FederationServices } from './providers.ts'

/** Where to send the browser, and what it keeps in its cookie. */
export type Begun = { url: string; kept: Secret; expiresAt: Temporal.Instant }

const purposes = { enter: 'federated_sign_in', link: 'link_identity', prove: 'prove_identity' } as const

/** `of`: whose session it is, when the provider is to be connected to its account, or to tell who they are once more. */
export async function begin(
  ctx: Ctx,
  services: FederationServices,
  { provider: providerId, kind, of }: { provider: string; kind: FlowKind; of?: { userId: string; sessionId: string } }
): Promise<Begun> {
  const provider = providerOf(services, providerId)
  const flow = beginFlow(kind)
  const expiresAt = ctx.now().add({ minutes: flowMinutes })
  const url = await asking(ctx, provider, () =>
    provider.authorizationUrl({
      state: flow.state,
      nonce: nonceOf(flow),
      verifier: verifierOf(flow),
      redirectUri: redirectUriOf(services, provider.id),
      anew: kind === 'prove',
      now: ctx.now()
    })
  )
  const credential = {
    ...keptDigest(services.keyring, flow.state),
    purpose: purposes[kind],
    subjectId: newId(),
    boundDigest: boundDigest(services.keyring, flow.kept),
    context: { provider: provider.id, begunAt: ctx.now().toString(), ...sessionOf(of) },
    expiresAt
  } as const

  await ctx.write((tx) => saveCredential(tx, credential, ctx.now()))
  return { url, kept: flow.kept, expiresAt }
}

function sessionOf(of: { userId: string; sessionId: string } | undefined) {
  return of && { userId: of.userId, sessionId: of.sessionId }
}

/** A nonce for an app: its ID token must hold it, and counts once. */
export async function challengeApp(ctx: Ctx, services: FederationServices, providerId: string) {
  const provider = providerOf(services, providerId)
  const nonce = mintLinkToken()
  const expiresAt = ctx.now().add({ minutes: flowMinutes })
  const credential = {
    ...keptDigest(services.keyring, nonce),
    purpose: 'federated_sign_in',
    subjectId: newId(),
    context: { provider: provider.id, app: true },
    expiresAt
  } as const

  await ctx.write((tx) => saveCredential(tx, credential, ctx.now()))
  return { nonce, expiresAt: expiresAt.toString() }
}
