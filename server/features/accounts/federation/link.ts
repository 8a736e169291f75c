import type * as api from '#contract/identities.ts'
import type { Input, Output } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Secret } from '#server/platform/secret.ts'
import { admit, type Admission } from '../admit.ts'
import { consumeCredential, liveCredential } from '../credential-queries.ts'
import type { Transport } from '../rules.ts'
import { mintSessionToken } from '../session-token.ts'
import { isFor, returnOf } from './finish.ts'
import { lookUp } from './flow.ts'
import { holdIdentity, knownIdentity, noteIdentity, saveIdentity, type NewIdentity } from './identity-queries.ts'
import { identityView } from './list-identities.ts'
import { linkContext, newIdentity } from './new-identity.ts'
import { asking, providerOf, type FederationServices } from './providers.ts'

/** The browser is back from the provider, in the session that began. */
export async function finishLinking(
  ctx: Ctx<User>,
  services: FederationServices,
  { body }: Input<typeof api.finishLinking>
): Promise<Output<typeof api.finishLinking>> {
  const provider = providerOf(services, body.provider)
  const back = returnOf(ctx, services, { ...body, provider })
  const once = { ...back.once, purpose: 'link_identity' } as const
  const live = await liveCredential(ctx.db, once, ctx.now())
  if (!isFor(live, provider) || !isOfSession(live?.context, ctx.actor)) throw new AppError('provider_sign_in_failed')
  const proven = await asking(ctx, provider, () => provider.identityOfReturn(back.what, ctx.now()))

  const { identityId } = await ctx.write(async (tx) => {
    if (!(await consumeCredential(tx, once, ctx.now()))) throw new AppError('provider_sign_in_failed')
    return connect(tx, ctx, ctx.actor.userId, newIdentity(services.keyring, proven, newId()))
  })
  return identityView(ctx, services, identityId)
}

/** What is under way was begun in this session. */
export function isOfSession(context: unknown, { userId, sessionId }: User): boolean {
  const of = { userId: undefined, sessionId: undefined, ...(typeof context === 'object' ? context : undefined) }
  return of.userId === userId && of.sessionId === sessionId
}

/** Connects what a ticket stands for to the account that it is meant for, whose owner has just signed in. */
export async function linkByTicket(
  ctx: Ctx<User>,
  services: FederationServices,
  { body }: Input<typeof api.linkIdentity>
): Promise<Output<typeof api.linkIdentity>> {
  const { userId } = ctx.actor
  const ticket = lookUp(services.keyring, ticketOf(ctx, body.ticket))

  const { identityId } = await ctx.write(async (tx) => {
    const link = await takeLink(tx, ticket, ctx.now())
    if (link?.userId !== userId) throw new AppError('link_not_accepted')
    return connect(tx, ctx, userId, link.identity)
  })
  return identityView(ctx, services, identityId)
}

/** Asks the account's owner by mail; a job makes the link. */
export async function mailLinkConfirmation(
  ctx: Ctx<Anonymous>,
  services: FederationServices,
  { body }: Input<typeof api.mailLinkConfirmation>
): Promise<undefined> {
  const ticket = { purpose: 'link_identity', digests: lookUp(services.keyring, ticketOf(ctx, body.ticket)) } as const
  const live = await liveCredential(ctx.db, ticket, ctx.now())
  const link = live && linkContext(live.context)
  if (!link) throw new AppError('link_not_accepted')

  await ctx.write(async (tx) => {
    await audit(tx, ctx, { event: 'identity.link_mailed', subjectId: link.userId })
    await enqueue(tx, 'identities.mail-link', { identityId: live.subjectId })
  })
}

/** What was mailed works only together with the ticket: in the browser, or the app, where the sign-in began. */
export async function confirmLinkByMail(
  ctx: Ctx<Anonymous>,
  services: FederationServices,
  { body }: Input<typeof api.confirmLinkByMail>
): Promise<Admission & { token: Secret; transport: Transport }> {
  const { keyring } = services
  const { transport } = body
  const ticket = lookUp(keyring, ticketOf(ctx, body.ticket))
  const mailed = { digests: keyring.digests('mailed-link', body.token), boundDigests: ticket }
  const token = mintSessionToken()

  const admission = await ctx.write(async (tx) => {
    const confirmed = await consumeCredential(tx, { ...mailed, purpose: 'link_identity' }, ctx.now())
    const link = confirmed && (await takeLink(tx, ticket, ctx.now()))
    if (!link) return refuse(tx, ctx)
    await connect(tx, ctx, link.userId, link.identity)
    const known = await knownIdentity(tx, { ...link.identity, transferSubject: undefined })
    if (!known?.letsIn) return refuse(tx, ctx)
    const { kind } = providerOf(services, link.provider)
    return admit(tx, ctx, { userId: link.userId, token, transport, methods: [kind] })
  })

  if (!admission) throw new AppError('link_not_accepted')
  return { ...admission, token, transport }
}

async function refuse(tx: Tx, ctx: Ctx<Anonymous>): Promise<null> {
  await audit(tx, ctx, { event: 'identity.link_refused' })
  return null
}

async function takeLink(tx: Tx, digests: readonly Buffer[], now: Temporal.Instant) {
  const ticket = await consumeCredential(tx, { purpose: 'link_identity', digests }, now)
  return ticket && linkContext(ticket.context)
}

/** A browser has it in its cookie, an app sends it. Throws `link_not_accepted`. */
function ticketOf(ctx: Pick<Ctx, 'origin'>, given: string | undefined): string {
  const ticket = given ?? ctx.origin.flow?.reveal()
  if (ticket === undefined) throw new AppError('link_not_accepted')
  return ticket
}

/** Makes the identity a way into the account; its owner is told. Throws `identity_taken` when it is one into another. */
async function connect(tx: Tx, ctx: Ctx, userId: string, identity: NewIdentity): Promise<{ identityId: string }> {
  await holdIdentity(tx, identity.issuer, identity.subject)
  const transferSubject = identity.transferSubject ?? undefined
  const known = await asSystem(tx, () => knownIdentity(tx, { ...identity, transferSubject })) // it may be another's
  if (known && known.userId !== userId) throw new AppError('identity_taken')
  if (known) {
    await noteIdentity(tx, { ...identity, id: known.id, refreshToken: null }, ctx.now()) // that is sealed for the new row
    return { identityId: known.id }
  }
  await saveIdentity(tx, userId, identity, ctx.now())
  await audit(tx, ctx, { event: 'identity.linked', subjectId: userId })
  await enqueue(tx, 'identities.mail-linked', { userId, issuer: identity.issuer })
  return { identityId: identity.id }
}
