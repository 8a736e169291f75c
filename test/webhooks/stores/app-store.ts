import { testAppStore } from '../../doubles/app-store/app-store.ts'
import type { StorePurchase } from '../../doubles/app-store/purchase.ts'
import { chosen, json, type Deed, type MakeStore } from './telling-store.ts'

type Bought = { readonly purchase: StorePurchase; readonly another: string }

const deeds: readonly Deed<Bought>[] = [
  ({ purchase }) => purchase.renew(),
  ({ purchase }) => purchase.renew(),
  ({ purchase }) => purchase.cancel(),
  ({ purchase }) => purchase.reenable(),
  ({ purchase }) => purchase.failToRenew(2),
  ({ purchase }) => purchase.failToRenew(),
  ({ purchase }) => purchase.endGrace(),
  ({ purchase }) => purchase.expire(),
  ({ purchase }) => purchase.resubscribe(),
  ({ purchase, another }) => purchase.resubscribe({ appAccountToken: another }),
  ({ purchase }) => purchase.upgrade('pro.yearly'),
  ({ purchase }) => purchase.downgrade('pro.monthly'),
  ({ purchase }) => purchase.refund(),
  ({ purchase }) => purchase.reverseRefund(),
  ({ purchase }) => purchase.extend(1),
  ({ purchase }) => purchase.raisePrice(false),
  ({ purchase }) => purchase.tell('CONSUMPTION_REQUEST'),
  ({ purchase }) => purchase.tell('ADDED_SINCE')
]

/** The App Store, whose API is away all the time: what is known in the end has come by its notifications alone. */
export const appStore: MakeStore = async (scope, { happensAt, people }) => {
  const store = await testAppStore(scope, { now: happensAt })
  await store.stop()
  const bought: Bought[] = []
  return {
    settings: { apple: store.settings },
    secrets: { APP_STORE_KEY: store.keyFile },
    told: () => store.deliveries.all.length,
    buy(place) {
      const purchase = store.buy({ appAccountToken: people[place], days: place % 2 === 0 ? 1 : 9 })
      bought[place] = { purchase, another: chosen(people, place + 1) }
      purchase.bought()
    },
    happen: (place, choice) => void chosen(deeds, choice)(chosen(bought, place)),
    async message(number) {
      const { signedPayload } = chosen(store.deliveries.all, number).event
      return { path: 'app-store', headers: json, body: JSON.stringify({ signedPayload }) }
    },
    untold: () => 0
  }
}
