import { Secret } from './secret.ts'
import type { FindSecret, WatchedSecret } from './secrets/watched-secret.ts'
import type { SubscriptionsConfig } from './subscriptions-config.ts'

export type StripeSecrets = {
  /** Their files. */
  readonly files: readonly WatchedSecret[]
  /** Shown to Stripe; undefined where nobody pays with it. */
  readonly key: WatchedSecret | undefined
  /** By which Stripe's webhooks are known, as the file holds them now: two of them while one replaces the other. */
  readonly webhookSecrets: readonly Secret[]
  /** One of these has been seen to sign. */
  usedWebhookSecret(): void
}

export const stripeKeyFile = 'STRIPE_KEY'
export const stripeWebhookFile = 'STRIPE_WEBHOOK_SECRET'

export function stripeSecrets({ stripe }: Pick<SubscriptionsConfig, 'stripe'>, found: FindSecret): StripeSecrets {
  const key = stripe && found(stripeKeyFile, stripeKeyProblem, keyHint)
  const webhook = stripe && found(stripeWebhookFile, webhookProblem, webhookHint)
  return {
    files: [key, webhook].filter((file) => file !== undefined),
    key,
    get webhookSecrets() {
      return linesOf(webhook?.active?.reveal() ?? '').map((line) => new Secret(line))
    },
    usedWebhookSecret: () => webhook?.used()
  }
}

/** Whether a key opens what people really pay, and not what is only tried (`sk_test_…`). */
export function isLiveKey(key: Secret | undefined): boolean {
  return key !== undefined && /^[a-z]+_live_/.test(key.reveal())
}

const keyHint = 'must be a secret key of Stripe (rk_… or sk_…), because subscriptions.stripe is set'
const webhookHint =
  'must be the signing secret of the webhook (whsec_…), or two in two lines, because subscriptions.stripe is set'

function stripeKeyProblem(text: string): string | undefined {
  return /^(rk|sk)_(live|test)_\w{8,240}$/.test(text) ? undefined : keyHint
}

function webhookProblem(text: string): string | undefined {
  const lines = linesOf(text)
  const isFine = lines.length > 0 && lines.length <= 2 && lines.every((line) => /^whsec_[\w+/=]{16,240}$/.test(line))
  return isFine ? undefined : webhookHint
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
