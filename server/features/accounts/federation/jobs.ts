import Type from 'typebox'
import { Strict } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import { liveCredentialOf, saveCredential } from '../credential-queries.ts'
import { mintLinkToken } from '../mailed-secrets.ts'
import { readerOfUser } from '../queries.ts'
import type { Reader } from '../rules.ts'
import type { AccountServices } from '../services.ts'
import { applyEvent, sweepEvents } from './apple-events.ts'
import { flowMinutes } from './flow.ts'
import { linkedMail, linkMail, providerLeftMail, unlinkedMail } from './mails.ts'
import { linkContext } from './new-identity.ts'
import { revokePending } from './revocations.ts'

type Services = Omit<AccountServices, 'passwords'>

export function federationJobs(services: Services): Jobs {
  const OfIdentity = Strict({ userId: Uuid, issuer: Type.String() })
  const notice = (write: (reader: Reader, provider: string, publicUrl: string) => Mail) =>
    job(OfIdentity, (ctx, about) => mailNotice(ctx, services, { ...about, write }))
  return {
    'identities.mail-link': job(Strict({ identityId: Uuid }), (ctx, { identityId }) =>
      mailLink(ctx, services, identityId)
    ),
    'identities.mail-linked': notice(linkedMail),
    'identities.mail-unlinked': notice(unlinkedMail),
    'identities.mail-provider-left': notice(providerLeftMail),
    'identities.apply-event': job(Strict({ id: Uuid }), (ctx, { id }) => applyEvent(ctx, id)),
    'identities.revoke': job(Strict({}), (ctx) => revokePending(ctx, services)),
    'identities.sweep': job(Strict({}), sweepEvents)
  }
}

export const federationCron: readonly CronLine[] = [
  { job: 'identities.revoke', cron: '*/10 * * * *' },
  { job: 'identities.sweep', cron: '41 3 * * *' }
]

/** To the account's own address, whatever the provider says: its owner is who must agree. */
async function mailLink(ctx: Ctx<Job>, services: Services, identityId: string): Promise<void> {
  const { keyring, publicUrl, mailer } = services
  const ticket = await liveCredentialOf(ctx.db, { purpose: 'link_identity', subjectId: identityId }, ctx.now())
  const link = ticket && linkContext(ticket.context)
  const owner = link && (await readerOfUser(ctx.db, link.userId))
  const provider = services.providers.find(({ id }) => id === link?.provider)
  if (!owner || !provider) return

  const token = mintLinkToken()
  const credential = {
    purpose: 'link_identity',
    subjectId: link.userId,
    digest: keyring.digest('mailed-link', token),
    keyId: keyring.activeKeyId,
    boundDigest: ticket.digest,
    context: link,
    attempts: 1,
    expiresAt: ctx.now().add({ minutes: flowMinutes })
  } as const
  await ctx.write((tx) => saveCredential(tx, credential, ctx.now()))
  await mailer.send(linkMail(owner, provider.name, { publicUrl, token }))
}

async function mailNotice(
  ctx: Ctx<Job>,
  { providers, mailer, publicUrl }: Services,
  about: { userId: string; issuer: string; write: (reader: Reader, provider: string, publicUrl: string) => Mail }
): Promise<void> {
  const owner = await readerOfUser(ctx.db, about.userId)
  const name = providers.find(({ issuer }) => issuer === about.issuer)?.name ?? new URL(about.issuer).host
  if (owner) await mailer.send(about.write(owner, name, publicUrl))
}
