import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { makeContext } from '#server/platform/make-context.ts'
import { testApp } from '#test/harness.ts'
import type { Fact } from '../facts.ts'
import { appleRenewal, appleTransaction, digest, googlePurchase, onDay, testSubscriptions } from '../testing/facts.ts'
import { takeFacts } from './take-facts.ts'

const app = await testApp({ after: (run) => after(run) }, { subscriptions: testSubscriptions })

async function take(...facts: Fact[]): Promise<void> {
  const ctx = makeContext(
    app.ground,
    { kind: 'job', name: 'test' },
    { requestId: 'test', ip: undefined, userAgent: '' }
  )
  await ctx.write((tx) => takeFacts(tx, ctx, { subscriptions: testSubscriptions }, { facts, cause: 'asked_stripe' }))
}

let purchases = 0

/** Somebody new, and what they have bought in each app store. */
async function buyer({ isFamilyShared = false, willRenew = true } = {}) {
  const { userId } = await app.person('Anna')
  const user = await app.db.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirstOrThrow()
  const originalTransactionId = `30000000${++purchases}`
  const apple = {
    originalTransactionId,
    transactionId: originalTransactionId,
    accountToken: user.purchase_token,
    isFamilyShared
  }
  const google = { tokenDigest: digest('abcdef'.charAt(purchases)), accountToken: user.google_purchase_token }
  return {
    fromApple: () => take(appleTransaction(apple), appleRenewal({ originalTransactionId, willRenew })),
    fromGoogle: (clockMs = onDay(0)) => take(googlePurchase({ ...google, clockMs, expiresAtMs: onDay(30) + clockMs })),
    async alerts() {
      const rows = app.db.selectFrom('subscription_alerts').select('kind').where('about', '=', userId)
      return (await rows.execute()).map(({ kind }) => kind)
    }
  }
}

test('who pays both app stores is noticed, whichever comes last', async () => {
  const anna = await buyer()
  await anna.fromApple()
  assert.deepEqual(await anna.alerts(), [])
  await anna.fromGoogle()
  assert.deepEqual(await anna.alerts(), ['paid_twice'])

  const ben = await buyer()
  await ben.fromGoogle()
  assert.deepEqual(await ben.alerts(), [])
  await ben.fromApple()
  assert.deepEqual(await ben.alerts(), ['paid_twice'])
})

test('what ends by itself, or is the family’s, is not paid twice', async () => {
  for (const kind of [{ willRenew: false }, { isFamilyShared: true }]) {
    const anna = await buyer(kind)
    await anna.fromGoogle()
    await anna.fromApple()
    await anna.fromGoogle(onDay(1))
    assert.deepEqual(await anna.alerts(), [], JSON.stringify(kind))
  }
})
