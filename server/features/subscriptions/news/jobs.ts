import Type from 'typebox'
import { Strict } from '#contract/route.ts'
import { Uuid, Words } from '#contract/values.ts'
import { planAt } from '#server/features/plans/access.ts'
import type { Mailer } from '#server/gateways/mail/mail.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { enqueue, job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import type { SubscriptionServices } from '../services.ts'
import { manageAddress } from './manage-address.ts'
import { newsMail } from './news-mails.ts'
import { noteSaid, noteTrials, takeDue, untoldNews, type News, type NewsKey } from './news-queries.ts'
import { toSay, trialNoticeMs, type Said, type Standing } from './news-rules.ts'

type Services = SubscriptionServices & { readonly mailer: Pick<Mailer, 'send'>; readonly publicUrl: string }

const Key = Strict({
  userId: Uuid,
  kind: Words('trial', 'payment', 'lapse', 'end', 'price'),
  occasion: Type.String({ minLength: 1, maxLength: 300 })
})

export function newsJobs(services: Services): Jobs {
  return {
    'subscriptions.tell-news': job(Strict({}), tellNews),
    'subscriptions.mail-news': job(Key, (ctx, key) => mailNews(ctx, services, key))
  }
}

/** Nothing where nobody has a plan. */
export function newsCron({ subscriptions }: SubscriptionServices): readonly CronLine[] {
  return subscriptions.limits ? [{ job: 'subscriptions.tell-news', cron: '*/10 * * * *' }] : []
}

/** One mail for each, so that one that fails keeps back no other. */
async function tellNews(ctx: Ctx<Job>): Promise<void> {
  const now = ctx.now()
  const until = now.add({ milliseconds: trialNoticeMs }).toString()
  await ctx.write(async (tx) => {
    await noteTrials(tx, { now: now.toString(), until })
    for (const key of await takeDue(tx, now.toString())) await enqueue(tx, 'subscriptions.mail-news', key)
  })
}

/**
 * What is true when it goes out counts, not what was when it was noted. A try after a crash goes out under the same
 * Message-ID, which a mail server delivers once.
 */
async function mailNews(ctx: Ctx<Job>, services: Services, key: NewsKey): Promise<void> {
  const now = ctx.now()
  const news = ctx.planLimits && (await untoldNews(ctx.db, key, now.toString()))
  const said = news && toSay(standing(news, key, now), now.epochMilliseconds)
  if (!said) return
  await services.mailer.send(newsMail(news, told(news, said, services), services.publicUrl))
  await ctx.write((tx) => noteSaid(tx, key, { said, now: ctx.now().toString() }))
}

function standing(news: News, { kind }: NewsKey, now: Temporal.Instant): Standing {
  const { purchase } = news
  const entitledUntil = instant(purchase?.entitledUntil)
  return {
    kind,
    notedMs: Temporal.Instant.from(news.notedAt).epochMilliseconds,
    state: purchase?.state,
    isEntitled: entitledUntil !== undefined && Temporal.Instant.compare(now, entitledUntil) < 0,
    isRefund: purchase?.expirationReason === 'refund',
    wantsConsent: purchase?.priceConsent === 'pending',
    hasProOtherwise: hasProOtherwise(news, kind, now),
    trialUntilMs: instant(news.trialUntil)?.epochMilliseconds
  }
}

function hasProOtherwise(news: News, kind: NewsKey['kind'], now: Temporal.Instant): boolean {
  if (news.hasOtherPurchase) return true
  const entitlement = {
    isFree: news.isFree ?? false,
    paidUntil: instant(news.paidUntil),
    trialUntil: instant(news.trialUntil)
  }
  const { plan, source } = planAt(entitlement, now)
  if (kind === 'trial') return source !== 'trial'
  return kind === 'payment' ? source === 'free_of_charge' : plan === 'pro'
}

function told({ purchase, trialUntil }: News, said: Said, { subscriptions }: Services) {
  const until = instant(said === 'trial_ends' ? trialUntil : purchase?.until)
  if (!purchase || purchase.store === 'stripe') return { said, until, place: 'web', manageUrl: undefined } as const
  const { store } = purchase
  return { said, until, place: store, manageUrl: manageAddress(purchase, subscriptions.links) }
}

function instant(text: string | null | undefined): Temporal.Instant | undefined {
  return text === null || text === undefined ? undefined : Temporal.Instant.from(text)
}
