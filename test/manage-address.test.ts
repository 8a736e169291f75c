import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manageAddress as inMails } from '#server/features/subscriptions/news/manage-address.ts'
import { manageAddress as onThePage } from '../web/client/plan/purchase-rules.ts'

test('a mail leads to the same page of a store as the page of the plan', () => {
  for (const store of ['apple', 'google', 'stripe'] as const)
    for (const product of ['pro.monthly', null])
      for (const google of [null, 'https://play.google.com/store/apps/details?id=org.example.app']) {
        const [purchase, links] = [
          { store, product },
          { apple: null, google }
        ]
        assert.equal(inMails(purchase, links), onThePage(purchase, links))
      }
})
