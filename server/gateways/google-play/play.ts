import type { Secret } from '#server/platform/secret.ts'
import { subscriptionIn, voidedIn, type PlaySubscription, type PlayVoided } from './play-answers.ts'
import { playCalls, PlayUnavailable, reasonIn, type PlayAccess } from './play-calls.ts'

export type PlayOptions = PlayAccess & { readonly packageName: string }

/** The Google Play Developer API, as far as subscriptions need it. All of it throws PlayUnavailable. */
export type Play = {
  /** `purchases.subscriptionsv2.get`; undefined where Google knows no such purchase, or none any more (60 days after its end). */
  subscription(token: Secret): Promise<PlaySubscription | undefined>
  /** `purchases.subscriptions.acknowledge`. Throws PlayRefused where Google does not take it. */
  acknowledge(purchase: Acknowledged): Promise<void>
  /** `purchases.voidedpurchases.list` of subscriptions, voided from then on; Google goes back thirty days. */
  voided(since: Temporal.Instant): Promise<VoidedList>
}

export type Acknowledged = {
  readonly token: Secret
  readonly productId: string
  /** Whose it is; Google takes it for a resubscription alone. */
  readonly accountToken?: string | undefined
}

/** `isWhole` is false when Google gave the same page token twice: what came until then is there. */
export type VoidedList = { readonly voided: readonly PlayVoided[]; readonly isWhole: boolean }

/** Google does not do that to this purchase; `reason` is its own. */
export class PlayRefused extends Error {
  override readonly name = 'PlayRefused'
}

/** Longer than any list of thirty days. */
const mostPages = 1000

export function play(options: PlayOptions): Play {
  const { packageName, standIn, log } = options
  const origin = standIn ?? 'https://androidpublisher.googleapis.com'
  const purchases = `${origin}/androidpublisher/v3/applications/${encodeURIComponent(packageName)}/purchases`
  const call = playCalls(origin, options)

  return {
    async subscription(token) {
      const { status, text } = await call(`${purchases}/subscriptionsv2/tokens/${encodeURIComponent(token.reveal())}`)
      if (isUnknown(status)) return undefined
      return subscriptionIn(text) ?? unreadable('a purchase')
    },

    async acknowledge({ token, productId, accountToken }) {
      const [product, purchase] = [encodeURIComponent(productId), encodeURIComponent(token.reveal())]
      const body = accountToken === undefined ? {} : { externalAccountIds: { obfuscatedAccountId: accountToken } }
      const { status, text } = await call(`${purchases}/subscriptions/${product}/tokens/${purchase}:acknowledge`, body)
      if (status >= 400) throw new PlayRefused(reasonIn(text))
    },

    async voided(since) {
      const voided: PlayVoided[] = []
      const seen = new Set<string | undefined>()
      for (let next: string | undefined; !seen.has(next) && seen.size < mostPages;) {
        seen.add(next)
        const query = new URLSearchParams({ type: '1', startTime: String(since.epochMilliseconds) })
        if (next !== undefined) query.set('token', next)
        const { status, text } = await call(`${purchases}/voidedpurchases?${query.toString()}`)
        const page = (status === 200 ? voidedIn(text) : undefined) ?? unreadable('a list of voided purchases')
        voided.push(...page.voided)
        if (page.next === undefined || page.next === '') return { voided, isWhole: true }
        next = page.next
      }
      log.error({ pages: seen.size }, 'Google gave the same page of voided purchases twice')
      return { voided, isWhole: false }
    }
  }
}

/** 400: no token of this app's at all; 410: over for too long. */
function isUnknown(status: number): boolean {
  return status === 400 || status === 404 || status === 410
}

function unreadable(what: string): never {
  throw new PlayUnavailable(`Google’s answer about ${what} cannot be read`)
}
