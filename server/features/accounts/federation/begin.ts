import type { Ctx } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import type { Secret } from '#server/platform/secret.ts'
import { saveCredential } from '../credential-queries.ts'
import { mintLinkToken } from '../mailed-secrets.ts'
import { beginFlow, boundDigest, flowMinutes, keptDigest, nonceOf, verifierOf } from './flow.ts'
import { asking, providerOf, redirectUriOf, type FederationServices } from './providers.ts'

/** Where to send the browser, and what it keeps in its cookie. */
export type Begun = { url: string; kept: Secret; expiresAt: Temporal.Instant }

/** `linking`: for whom, when the provider is to be connected to the account of a session. */
export async function begin(
  ctx: Ctx,
  services: FederationServices,
  { provider: providerId, linking }: { provider: string; linking?: { userId: string; sessionId: string } }
): Promise<Begun> {
  const provider = providerOf(services, providerId)
  const flow = beginFlow(linking ? 'link' : 'enter')
  const expiresAt = ctx.now().add({ minutes: flowMinutes })
  const url = await asking(ctx, provider, () =>
    provider.authorizationUrl({
      state: flow.state,
      nonce: nonceOf(flow),
      verifier: verifierOf(flow),
      redirectUri: redirectUriOf(services, provider.id),
      now: ctx.now()
    })
  )
  const credential = {
    ...keptDigest(services.keyring, flow.state),
    purpose: linking ? 'link_identity' : 'federated_sign_in',
    subjectId: newId(),
    boundDigest: boundDigest(services.keyring, flow.kept),
    context: { provider: provider.id, ...linking },
    expiresAt
  } as const

  await ctx.write((tx) => saveCredential(tx, credential, ctx.now()))
  return { url, kept: flow.kept, expiresAt }
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
