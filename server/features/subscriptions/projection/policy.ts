/** What the stores leave to us to decide. */

const hour = 3_600_000

/**
 * How long a purchase of which the store has said that it will renew stays entitled after its end while nothing is heard of
 * the renewal: news of it may be late, and who has paid must not be shut out meanwhile.
 */
export const leewayMs = 2 * hour

/**
 * Stripe knows no grace: it tries a failed payment again for two weeks, unless the operator has set it otherwise
 * (https://docs.stripe.com/billing/revenue-recovery/smart-retries), and the period that is not paid has begun by then.
 */
export const stripeGraceMs = 14 * 24 * hour
