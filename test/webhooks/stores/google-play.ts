import { accountTokensOf } from '#server/features/subscriptions/ownership/account-token.ts'
import { testGooglePlay } from '../../doubles/google-play.ts'
import type { PlayPurchases } from '../../doubles/play-purchases.ts'
import { fileOfServiceAccount } from '../../doubles/service-account.ts'
import { chosen, json, type Deed, type MakeStore } from './telling-store.ts'

type Bought = { token: string; readonly account: string; readonly another: string }

/** By the state of what was bought: the token is another one after some. */
function deedsIn(store: PlayPurchases): Readonly<Record<string, readonly Deed<Bought>[]>> {
  const anew = (bought: Bought, token: string) => (bought.token = token)
  const over: Deed<Bought>[] = [
    (bought) => anew(bought, store.resubscribe(bought.token)),
    (bought) => anew(bought, store.buy({ account: bought.another, days: 2 })),
    (bought) => anew(bought, store.buy({ account: bought.account, isPending: true }))
  ]
  return {
    PENDING: [({ token }) => store.pay(token), ({ token }) => store.dropPending(token)],
    ACTIVE: [
      ({ token }) => store.renew(token),
      ({ token }) => store.cancel(token),
      ({ token }) => store.enterGrace(token),
      ({ token }) => store.hold(token),
      ({ token }) => store.pause(token, store.of(token).expiresAt),
      ({ token }) => store.defer(token, 1),
      (bought) => anew(bought, store.upgrade(bought.token, 'pro_yearly')),
      (bought) => anew(bought, store.upgrade(bought.token, 'pro_yearly', { account: bought.another })),
      ({ token }) => store.void(token),
      ({ token }) => store.void(token, { goesOn: true }),
      ({ token }) => store.revoke(token)
    ],
    CANCELED: [({ token }) => store.restart(token), ({ token }) => store.expire(token)],
    IN_GRACE_PERIOD: [({ token }) => store.recover(token), ({ token }) => store.hold(token)],
    ON_HOLD: [({ token }) => store.recover(token), ({ token }) => store.expire(token)],
    PAUSED: [({ token }) => store.recover(token), ({ token }) => store.expire(token)],
    EXPIRED: over,
    PENDING_PURCHASE_CANCELED: over
  }
}

/** Google Play with Pub/Sub: what it tells is a hint, and it is asked. */
export const googlePlay: MakeStore = async (scope, { happensAt, now, people, random }) => {
  const play = await testGooglePlay(scope, { now, happensAt, random, isPlain: true })
  const { packageName, pushAudience, pushAccount, subscription, standIn } = play.settings
  const products = { pro_monthly: 'pro', pro_yearly: 'pro' }
  const deeds = deedsIn(play.store)
  const bought: Bought[] = []
  return {
    settings: { google: { packageName, pushAudience, pushAccount, subscription, standIn, products } },
    secrets: { PLAY_SERVICE_ACCOUNT: fileOfServiceAccount(play.account) },
    told: () => play.topic.waiting.length,
    buy(place) {
      const { google: account } = accountTokensOf(chosen(people, 2 * place))
      const { google: another } = accountTokensOf(chosen(people, 2 * place + 4))
      bought[place] = { account, another, token: play.store.buy({ account, days: place % 2 === 0 ? 1 : 9 }) }
    },
    happen(place, choice) {
      const known = chosen(bought, place)
      chosen(deeds[play.store.of(known.token).state] ?? [], choice)(known)
    },
    async message(number) {
      const body = JSON.stringify(play.topic.envelope(chosen(play.topic.waiting, number)))
      const authorization = `Bearer ${await play.topic.sign()}`
      return { path: 'google-play', headers: { ...json, authorization }, body }
    },
    /** Google gives back what is paid for and not acknowledged. */
    untold: () =>
      [...play.store.purchases.values()].filter(
        ({ state, acknowledged }) => !acknowledged && ['ACTIVE', 'IN_GRACE_PERIOD', 'CANCELED'].includes(state)
      ).length
  }
}
