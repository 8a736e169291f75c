import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, parseConfig, parseSecrets } from './config.ts'
import { isLiveKey } from './stripe-config.ts'

const config = parseConfig('subscriptions: { stripe: { products: { price_1: pro } } }')
const right = {
  SECRET_KEY: 'k'.repeat(32),
  STRIPE_KEY: 'rk_live_0123456789abcdef\n',
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef\n'
}
const secretsWith = (files: Record<string, string | undefined>, { settings = config } = {}) =>
  parseSecrets(settings, (name) => ({ ...right, ...files })[name as keyof typeof right])

test('without a word of it there are no secrets of Stripe’s', () => {
  const { stripe } = secretsWith({}, { settings: parseConfig('') })
  assert.deepEqual([stripe.files, stripe.key, stripe.webhookSecrets], [[], undefined, []])
})

// ASVS 13.3.4
test('one secret signs webhooks, or two while one replaces the other, as the file holds them now', async () => {
  const { stripe } = secretsWith({})
  const texts = () => stripe.webhookSecrets.map((secret) => secret.reveal())
  assert.deepEqual(texts(), ['whsec_0123456789abcdef'])
  const [, webhook = assert.fail()] = stripe.files
  await webhook.offer('whsec_fedcba9876543210\nwhsec_0123456789abcdef')
  assert.deepEqual(texts(), ['whsec_fedcba9876543210', 'whsec_0123456789abcdef'])
  await webhook.offer('whsec_fedcba9876543210\nwhsec_0123456789abcdef\nwhsec_athird0123456789')
  assert.equal(texts().length, 2)
  stripe.usedWebhookSecret()
  assert.deepEqual(
    stripe.files.map(({ lastUsedOk }) => lastUsedOk !== undefined),
    [false, true]
  )
})

test('a key says whether it opens what people really pay', () => {
  assert.equal(isLiveKey(secretsWith({}).stripe.key?.active), true)
  assert.equal(isLiveKey(secretsWith({ STRIPE_KEY: 'sk_test_0123456789abcdef' }).stripe.key?.active), false)
})

// ASVS 13.3.1
test('a secret that is missing or is none is named by its file, and never shown', () => {
  const wrong: Record<string, string | undefined>[] = [
    { STRIPE_KEY: undefined },
    { STRIPE_KEY: 'pk_live_0123456789abcdef' },
    { STRIPE_KEY: 'rk_live_0123456789abcdef and more' },
    { STRIPE_WEBHOOK_SECRET: undefined },
    { STRIPE_WEBHOOK_SECRET: 'sec_0123456789abcdef' },
    { STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef\nwhsec_short' }
  ]
  for (const files of wrong) {
    const [name = ''] = Object.keys(files)
    assert.throws(
      () => secretsWith(files),
      (error) => {
        assert.ok(error instanceof ConfigError)
        assert.match(error.problems.join('\n'), new RegExp(`^[^\n]*/${name}: must be [^\n]*$`))
        assert.doesNotMatch(error.message, /0123456789abcdef/)
        return true
      }
    )
  }
})
