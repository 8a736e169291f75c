import { openStripe } from '../gateways/stripe/open-stripe.ts'
import { StripeRefused, StripeUnavailable } from '../gateways/stripe/stripe-errors.ts'
import type { Stripe } from '../gateways/stripe/stripe.ts'
import { finder, type Config } from '../platform/config.ts'
import { secretFiles } from '../platform/secrets/secret-files.ts'
import { stripeSecrets } from '../platform/stripe-config.ts'

type Found = { readonly message: string; readonly hint?: string } | undefined

/** Asks Stripe for the prices that are sold, to see whether it takes the key and has them. */
export async function stripeFinding(config: Config): Promise<Found> {
  const { found, problems } = finder(secretFiles(config.secretsFolder))
  const stripe = openStripe(config, { stripe: stripeSecrets(config.subscriptions, found) }, [])
  if (!stripe) return undefined
  const message =
    problems[0] ?? (await problemOfPrices(stripe.api, Object.keys(config.subscriptions.stripe?.products ?? {})))
  return message === undefined
    ? undefined
    : { message, hint: 'Check subscriptions.stripe and the file STRIPE_KEY; see docs/subscriptions.md.' }
}

async function problemOfPrices(api: Stripe, ids: readonly string[]): Promise<string | undefined> {
  try {
    const prices = await Promise.all(ids.map((id) => api.readPrice(id)))
    const missing = ids.filter((_, index) => !prices[index])
    return missing.length === 0 ? undefined : `nobody can pay ${missing.join(', ')}`
  } catch (error) {
    if (error instanceof StripeRefused || error instanceof StripeUnavailable) return error.message
    throw error
  }
}
