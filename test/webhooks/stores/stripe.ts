import { monthly, testStripe, yearly } from '../../doubles/stripe.ts'
import type { StripeWorld } from '../../doubles/stripe-world.ts'
import { chosen, type Deed, type MakeStore } from './telling-store.ts'

type Bought = { id: string; readonly account: string; readonly another: string }

const trial = 'price_trial'
const prices = {
  [monthly]: { months: 1, amount: 499 },
  [yearly]: { months: 12, amount: 4900 },
  [trial]: { months: 1, amount: 499, trialDays: 2 }
}

/** What can happen to a subscription as it is now. */
function deedsFor(world: StripeWorld, { id }: Bought): readonly Deed<Bought>[] {
  const { status, cancel_at: cancelAt } = world.subscription(id)
  const going: Deed<Bought>[] = [
    () => world.renew(id),
    () => world.failPayment(id),
    () => (cancelAt === null ? world.cancelAtPeriodEnd(id) : world.resume(id)),
    () => world.end(id)
  ]
  if (status === 'trialing') return going
  if (status === 'past_due') return [() => world.recover(id), () => world.recover(id), () => world.end(id)]
  if (status === 'active') return [...going, ...deedsWithMoney(world, id)]
  return [
    (bought) => (bought.id = subscribe(world, bought.account, monthly)),
    (bought) => (bought.id = subscribe(world, bought.another, trial))
  ]
}

function deedsWithMoney(world: StripeWorld, id: string): readonly Deed<Bought>[] {
  const charge = world.chargeOf(id)
  const isDisputed = world.disputes.some((each) => each.charge === charge.id && each.status === 'needs_response')
  return [
    () => world.changePrice(id, yearly),
    () => world.refund(id, 0.5),
    () => world.refund(id),
    ...(isDisputed
      ? [() => world.closeDispute(id, 'won'), () => world.closeDispute(id, 'lost')]
      : [() => world.dispute(id)])
  ]
}

function subscribe(world: StripeWorld, account: string, price: string): string {
  return world.subscribe(`cus_${account.replaceAll('-', '')}`, { price, metadata: { account } }).id
}

/** Stripe: what it tells is a hint, and it is asked. */
export const stripe: MakeStore = async (scope, { happensAt, now, people, random }) => {
  const double = await testStripe(scope, { prices, now: happensAt, random })
  const { world } = double
  const bought: Bought[] = []
  return {
    settings: { stripe: { products: { [monthly]: 'pro', [yearly]: 'pro', [trial]: 'pro' }, standIn: double.url } },
    secrets: { STRIPE_KEY: double.key, STRIPE_WEBHOOK_SECRET: double.secrets.join('\n') },
    told: () => world.events.length,
    buy(place) {
      const account = chosen(people, 3 * place)
      const id = subscribe(world, account, place % 2 === 0 ? trial : monthly)
      bought[place] = { id, account, another: chosen(people, 3 * place + 3) }
    },
    happen(place, choice) {
      const known = chosen(bought, place)
      chosen(deedsFor(world, known), choice)(known)
    },
    async message(number) {
      const { payload, headers } = double.signed(chosen(world.events, number), { at: now() })
      return { path: 'stripe', headers, body: payload }
    },
    untold: () => 0
  }
}
