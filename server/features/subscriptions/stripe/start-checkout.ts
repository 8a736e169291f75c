import type { ErrorCode } from '#contract/errors.ts'
import type { StripeAccess } from '#server/gateways/stripe/open-stripe.ts'
import { StripeRefused, StripeUnavailable } from '#server/gateways/stripe/stripe-errors.ts'
import type { Checkout } from '#server/gateways/stripe/stripe-pages.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { transact } from '#server/platform/transaction.ts'
import { accountTokensOf } from '../ownership/account-token.ts'
import type { Environment } from '../facts.ts'
import { productsOf, type SubscriptionServices } from '../services.ts'
import { asking, offered, pathOfPlan } from './asking-stripe.ts'
import { enqueueClosing, enqueueClosingOf } from './close-checkout.ts'
import {
  lockAccount,
  paidByOtherStore,
  paidOnWeb,
  payerOf,
  saveCheckout,
  saveCustomer,
  type Payer
} from './payer-queries.ts'
import { enqueueDeletion } from './end-billing.ts'
import { environmentOf } from './stripe-fact.ts'
import { askForSubscription, takeSubscription } from './take-subscription.ts'

type Services = SubscriptionServices & { readonly publicUrl: string }
/** On which somebody can pay. */
type Page = { readonly id: string; readonly url: string }

/**
 * The page on which the account can pay: there is one at a time. Its key follows from the page before it, so that many who
 * ask at once are shown the same one. Whether somebody may pay is looked at before anything is made, and again where it
 * is written down; a page on which nobody shall pay is closed by a job, which Stripe's being away does not hinder.
 */
export async function startCheckout(ctx: Ctx<User>, services: Services, price: string): Promise<{ url: string }> {
  const stripe = offered(services)
  if (!Object.hasOwn(productsOf(services.subscriptions).stripe, price)) throw new AppError('price_not_offered')
  const isNeeded = ctx.planLimits !== undefined
  const asked = { userId: ctx.actor.userId, environment: environmentOf(stripe.isLive()), isNeeded }

  await refusePaying(ctx, asked)
  const payer = await payerOf(ctx.db, asked.userId)
  if (!payer) throw new AppError('not_signed_in') // erased a moment ago
  const former = await asking(ctx, () => formerPage(stripe, payer, price))
  if (former?.status === 'complete') await takePaid(ctx, services, { stripe, page: former })
  await refusePaying(ctx, asked)
  const page = await asking(ctx, () => openPage(ctx, { ...services, stripe }, { payer, price, former }))

  const begun = await ctx.write(async (tx) => {
    const refusal = await asSystem(tx, async () => {
      const account = await lockAccount(tx, asked.userId)
      if (!account) await enqueueClosing(tx, page.id)
      if (!account) return 'not_signed_in'
      const last = await saveCheckout(tx, { userId: asked.userId, checkoutId: page.id, price })
      const reason = await whyNotPay(tx, asked)
      if (last !== null && last !== page.id) await enqueueClosing(tx, last)
      if (reason) await enqueueClosing(tx, page.id)
      return reason
    })
    if (refusal) return { refusal }
    await audit(tx, ctx, { event: 'billing.checkout_started', subjectId: asked.userId })
    return { url: page.url }
  })
  if ('refusal' in begun) throw new AppError(begun.refusal)
  return begun
}

type Asked = {
  readonly userId: string
  readonly environment: Environment
  /** Where nothing is limited nobody has anything of paying. */
  readonly isNeeded: boolean
}

/** Nor can they pay on the page that they have, perhaps, been given before. */
async function refusePaying(ctx: Ctx<User>, asked: Asked): Promise<void> {
  const refusal = await whyNotPay(ctx.db, asked)
  if (!refusal) return
  await systemically(ctx, (tx) => enqueueClosingOf(tx, asked.userId))
  throw new AppError(refusal)
}

/** Why the account must not pay now; undefined: it may. */
async function whyNotPay(db: Db, { userId, environment, isNeeded }: Asked): Promise<ErrorCode | undefined> {
  if (!isNeeded) return 'plans_not_offered'
  if (await paidByOtherStore(db, userId, environment)) return 'subscription_paid_elsewhere'
  return (await paidOnWeb(db, userId, environment)) ? 'subscription_paid_already' : undefined
}

/** As it is by now; one for another price is closed. */
async function formerPage(
  { api }: StripeAccess,
  { checkoutId, checkoutPrice }: Payer,
  price: string
): Promise<Checkout | undefined> {
  const page = checkoutId === null ? undefined : await api.readCheckout(checkoutId)
  return page?.status === 'open' && checkoutPrice !== price ? api.expireCheckout(page.id) : page
}

/** Somebody has paid there, and the webhook is still on its way. */
async function takePaid(
  ctx: Ctx<User>,
  services: Services,
  { stripe, page }: { stripe: StripeAccess; page: Checkout }
): Promise<void> {
  const { subscriptionId: id } = page
  const fact = id && (await asking(ctx, () => askForSubscription(ctx, stripe, services, id)))
  if (!fact) return
  await systemically(ctx, (tx) => takeSubscription(tx, ctx, services, { fact, cause: 'asked_before_checkout' }))
}

type Wish = { readonly payer: Payer; readonly price: string; readonly former: Checkout | undefined }

async function openPage(
  ctx: Ctx<User>,
  { stripe, publicUrl }: Services & { readonly stripe: StripeAccess },
  { payer, price, former }: Wish
): Promise<Page> {
  if (former?.status === 'open' && former.url !== undefined) return { id: former.id, url: former.url }
  const account = accountTokensOf(payer.purchaseToken).stripe

  const open = async (customerId: string): Promise<Page> => {
    const { id, url } = await stripe.api.startCheckout({
      customerId,
      priceId: price,
      account,
      successUrl: `${publicUrl}${pathOfPlan}?checkout=done`,
      cancelUrl: `${publicUrl}${pathOfPlan}?checkout=left`,
      locale: payer.language,
      key: ['checkout', former?.id ?? customerId, price, payer.language].join('-')
    })
    if (url === undefined) throw new StripeUnavailable('Stripe has made a page without an address')
    return { id, url }
  }
  const newCustomer = async (instead = 'first') => {
    const { email, userId } = payer
    const customerId = await stripe.api.createCustomer({
      email,
      account,
      key: ['customer', account, instead].join('-')
    })
    const customer = { userId, customerId, now: ctx.now().toString() }
    const isKnown = await systemically(ctx, (tx) => noteCustomer(tx, customer, email))
    if (!isKnown) throw new AppError('not_signed_in')
    return customerId
  }

  const known = payer.customerId ?? undefined
  const customerId = known === undefined || payer.isGone ? await newCustomer(known) : known
  try {
    return await open(customerId)
  } catch (error) {
    if (isAbout(error, 'line_items')) throw new AppError('price_not_offered', { cause: error })
    if (!isAbout(error, 'customer')) throw error
    return open(await newCustomer(customerId)) // somebody has deleted it at Stripe
  }
}

/**
 * Known from now on, whatever becomes of the page: with the account it goes. Who has another address by now has it told; of an
 * account that has gone meanwhile nothing stays at Stripe, and the answer is false.
 */
async function noteCustomer(tx: Tx, customer: Parameters<typeof saveCustomer>[1], toldEmail: string): Promise<boolean> {
  const { userId, customerId } = customer
  const account = await lockAccount(tx, userId)
  if (!account) await enqueueDeletion(tx, customerId)
  if (!account) return false
  await saveCustomer(tx, customer)
  if (account.email !== toldEmail) await enqueue(tx, 'subscriptions.tell-stripe-address', { userId })
  return true
}

function systemically<T>(ctx: Ctx<User>, run: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(ctx.db, (tx) => asSystem(tx, () => run(tx)))
}

function isAbout(error: unknown, parameter: string): boolean {
  return error instanceof StripeRefused && error.parameter?.startsWith(parameter) === true
}
