import assert from 'node:assert/strict'
import { test } from 'node:test'
import { subscriptionsOf, type SubscriptionsFile } from '../platform/subscriptions-config.ts'
import { plansFinding } from './plans-finding.ts'

const found = (file: SubscriptionsFile) => plansFinding(subscriptionsOf(file))?.message ?? 'nothing'
const stripe = { products: { price_1: 'pro' } } as const

test('a shop where nothing is limited, and limits with no shop, are each worth a remark', () => {
  assert.match(found({ stripe }), /^limits are off/)
  assert.match(found({ limits: false, stripe }), /^limits are off/)
  assert.match(found({ limits: true }), /nowhere to buy/)
})

test('whoever sells what is limited, here or where a link leads, and whoever does neither, is told nothing', () => {
  const links = { google: 'https://play.google.com/store/apps/details?id=org.example' }
  for (const file of [{}, { limits: true, stripe }, { limits: true, links }, { links }])
    assert.equal(found(file), 'nothing')
})
