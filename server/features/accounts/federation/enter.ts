import type { ProviderReply } from '#contract/identities.ts'
import type { Language } from '#contract/values.ts'
import type { IdentityProvider, ProvenIdentity } from '#server/gateways/identity-providers/provider.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Secret } from '#server/platform/secret.ts'
import { admit, type Admission } from '../admit.ts'
import { saveCredential } from '../credential-queries.ts'
import type { Transport } from '../rules.ts'
import { claimAddress } from './claim-address.ts'
import { flowMinutes, keptDigest } from './flow.ts'
import {
  holdIdentity,
  knownIdentity,
  noteIdentity,
  ownerOfAddress,
  saveIdentity,
  saveUserOfProvider
} from './identity-queries.ts'
import { nameFor } from './name-for.ts'
import type { FederationServices } from './providers.ts'
import { newIdentity } from './new-identity.ts'

/** Who comes in, and what a new account would begin with. */
export type Arrival = {
  readonly provider: IdentityProvider
  readonly identity: ProvenIdentity
  readonly token: Secret
  /** Proves, if there is something to connect, that it is the same one who came. Minted before, as the token is. */
  readonly ticket: Secret
  readonly transport: Transport
  readonly beginning: { displayName?: string; timeZone: string; language: Language }
}

export type LinkQuestion = Extract<ProviderReply, { link: unknown }>
/** Null: nobody gets in with this. */
export type Outcome = Admission | LinkQuestion | null

/**
 * A known identity gets in. A new one makes an account, unless its address has one: then nobody is let in before the owner
 * of that account has agreed. Only an address that the provider vouches for, and that is no relay, counts as one's own.
 */
export async function enter(
  tx: Tx,
  ctx: Ctx<Anonymous>,
  services: FederationServices,
  arrival: Arrival
): Promise<Outcome> {
  const { identity } = arrival
  await holdIdentity(tx, identity.issuer, identity.subject)
  const known = await knownIdentity(tx, identity)
  if (!known) return enterAnew(tx, ctx, services, arrival)
  if (!known.letsIn) return refused(tx, ctx, known.userId)
  await noteIdentity(tx, newIdentity(services.keyring, identity, known.id), ctx.now())
  return admitted(tx, ctx, arrival, known.userId)
}

async function refused(tx: Tx, ctx: Ctx<Anonymous>, userId: string): Promise<null> {
  await audit(tx, ctx, { event: 'sign_in.refused', subjectId: userId })
  return null
}

function admitted(
  tx: Tx,
  ctx: Ctx<Anonymous>,
  { token, transport, provider }: Arrival,
  userId: string
): Promise<Admission> {
  return admit(tx, ctx, { userId, token, transport, methods: [provider.kind] })
}

async function enterAnew(
  tx: Tx,
  ctx: Ctx<Anonymous>,
  services: FederationServices,
  arrival: Arrival
): Promise<Outcome> {
  const { email, emailVerified, privateEmail } = arrival.identity
  if (email === undefined) throw new AppError('provider_email_missing')
  const verified = emailVerified && !privateEmail
  const ownerId = verified ? await ownerOfAddress(tx, email) : undefined
  if (ownerId !== undefined) return askToLink(tx, ctx, services, { arrival, ownerId, email })
  const userId = await makeAccount(tx, ctx, services, { arrival, email, verified })
  if (userId !== undefined) return admitted(tx, ctx, arrival, userId)
  const quicker = await ownerOfAddress(tx, email) // proved between the two looks
  return quicker === undefined ? null : askToLink(tx, ctx, services, { arrival, ownerId: quicker, email })
}

async function makeAccount(
  tx: Tx,
  ctx: Ctx<Anonymous>,
  services: FederationServices,
  { arrival, email, verified }: { arrival: Arrival; email: string; verified: boolean }
): Promise<string | undefined> {
  const { identity, beginning } = arrival
  const userId = newId()
  if (verified) await claimAddress(tx, email)
  const user = {
    ...beginning,
    id: userId,
    email,
    verified,
    displayName: nameFor({
      said: [beginning.displayName, identity.name],
      email,
      identity,
      language: beginning.language
    })
  }
  if (!(await saveUserOfProvider(tx, user, ctx.now()))) return undefined
  await saveIdentity(tx, userId, newIdentity(services.keyring, identity, newId()), ctx.now())
  await audit(
    tx,
    ctx,
    { event: 'account.registered', subjectId: userId },
    { event: 'identity.linked', subjectId: userId }
  )
  return userId
}

/** The account's own address is named only to somebody whose provider says that it is theirs. */
async function askToLink(
  tx: Tx,
  ctx: Ctx<Anonymous>,
  services: FederationServices,
  { arrival, ownerId, email }: { arrival: Arrival; ownerId: string; email: string }
): Promise<LinkQuestion> {
  const { provider, identity, ticket } = arrival
  const identityId = newId()
  const expiresAt = ctx.now().add({ minutes: flowMinutes })
  const credential = {
    ...keptDigest(services.keyring, ticket.reveal()),
    purpose: 'link_identity',
    subjectId: identityId,
    context: { provider: provider.id, userId: ownerId, identity: newIdentity(services.keyring, identity, identityId) },
    expiresAt
  } as const
  await saveCredential(tx, credential, ctx.now())
  await audit(tx, ctx, { event: 'identity.link_asked', subjectId: ownerId })
  return { link: { ticket: null, provider: provider.id, email, expiresAt: expiresAt.toString() } }
}
