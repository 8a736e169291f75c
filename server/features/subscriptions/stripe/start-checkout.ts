import type { StripeAccess } from '#server/gateways/stripe/open-stripe.ts'
import { StripeRefused, StripeUnavailable } from '#server/gateways/stripe/stripe-errors.ts'
import type { Checkout } from '#server/gateways/stripe/stripe-pages.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { transact } from '#server/platform/transaction.ts'
import { accountTokensOf } from '../ownership/account-token.ts'
import type { Environment } from '../facts.ts'
import { productsOf, type SubscriptionServices } from '../services.ts'
import { asking, offered, pathOfPlan } from './asking-stripe.ts'
import { lockAccount, paidByOtherStore, paidOnWeb, payerOf, saveCheckout, type Payer } from './payer-queries.ts'
import { environmentOf } from './stripe-fact.ts'
import { askForSubscription, takeSubscription } from './take-subscription.ts'

type Services = SubscriptionServices & { readonly publicUrl: string }
/** A page on which somebody can pay, and who that is for Stripe. */
type Page = { readonly id: string; readonly url: string; readonly customerId: string; readonly isNew: boolean }

/**
 * The page on which the account can pay: there is one at a time. Its key follows from the page before it, so that many who
 * ask at once are shown the same one. Whether somebody may pay is looked at before anything is made, and again where it
 * is written down.
 */
export async function startCheckout(ctx: Ctx<User>, services: Services, price: string): Promise<{ url: string }> {
  const stripe = offered(services)
  if (!Object.hasOwn(productsOf(services.subscriptions).stripe, price)) throw new AppError('price_not_offered')
  const asked = { userId: ctx.actor.userId, environment: environmentOf(stripe.isLive()) }

  await refuseSecond(ctx.db, asked)
  const payer = await payerOf(ctx.db, asked.userId)
  const former = await asking(ctx, () => formerPage(stripe, payer, price))
  if (former?.status === 'complete') await takePaid(ctx, services, { stripe, page: former })
  await refuseSecond(ctx.db, asked)
  const page = await asking(ctx, () => openPage(stripe, services, { payer, price, former }))

  const rivals: string[] = []
  try {
    return await ctx.write(async (tx) => {
      await asSystem(tx, async () => {
        await lockAccount(tx, asked.userId)
        await refuseSecond(tx, asked)
        const written = { ...asked, customerId: page.customerId, checkoutId: page.id, price, now: ctx.now().toString() }
        const last = await saveCheckout(tx, written)
        if (last !== null && last !== page.id && last !== payer.checkoutId) rivals.push(last)
      })
      await audit(tx, ctx, { event: 'billing.checkout_started', subjectId: asked.userId })
      return { url: page.url }
    })
  } catch (error) {
    if (page.isNew && error instanceof AppError) rivals.push(page.id)
    throw error
  } finally {
    for (const id of new Set(rivals)) await asking(ctx, () => stripe.api.expireCheckout(id))
  }
}

type Asked = { readonly userId: string; readonly environment: Environment }

async function refuseSecond(db: Db, { userId, environment }: Asked): Promise<void> {
  if (await paidByOtherStore(db, userId, environment)) throw new AppError('subscription_paid_elsewhere')
  if (await paidOnWeb(db, userId, environment)) throw new AppError('subscription_paid_already')
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
  await transact(ctx.db, (tx) =>
    asSystem(tx, () => takeSubscription(tx, ctx, services, { fact, cause: 'asked for before a checkout' }))
  )
}

type Wish = { readonly payer: Payer; readonly price: string; readonly former: Checkout | undefined }

async function openPage(stripe: StripeAccess, { publicUrl }: Services, { payer, price, former }: Wish): Promise<Page> {
  const known = payer.customerId
  if (known !== null && former?.status === 'open' && former.url !== undefined)
    return { id: former.id, url: former.url, customerId: known, isNew: false }
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
    return { id, url, customerId, isNew: true }
  }
  const newCustomer = (instead = 'first') =>
    stripe.api.createCustomer({ email: payer.email, account, key: ['customer', account, instead].join('-') })

  try {
    return await open(known ?? (await newCustomer()))
  } catch (error) {
    if (isAbout(error, 'line_items')) throw new AppError('price_not_offered', { cause: error })
    if (known === null || !isAbout(error, 'customer')) throw error
    return open(await newCustomer(known)) // somebody has deleted it at Stripe
  }
}

function isAbout(error: unknown, parameter: string): boolean {
  return error instanceof StripeRefused && error.parameter?.startsWith(parameter) === true
}
