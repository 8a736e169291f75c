import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { outcomeDetails, purchaseCauses } from '#contract/purchase-causes.ts'
import { endReasons } from '#contract/purchase-states.ts'
import { alertKinds } from '#contract/staff.ts'
import { learn, speak } from '../../../messages/i18n.ts'
import { alertWords, causeWords, detailWords, endWords } from './staff-words.ts'

before(async () => {
  await speak('en', [])
  await learn('staff')
})

for (const { what, codes, words } of [
  { what: 'what has changed a purchase', codes: purchaseCauses, words: causeWords },
  { what: 'why a purchase has ended', codes: endReasons, words: endWords },
  { what: 'what became of an event', codes: outcomeDetails, words: detailWords },
  { what: 'what needs a human', codes: alertKinds, words: alertWords }
])
  test(`staff is told in words of both languages ${what}, and what is not known by its code`, async () => {
    const said = new Map<string, string[]>()
    for (const language of ['en', 'de'] as const) {
      await speak(language, [])
      for (const code of codes) said.set(code, [...(said.get(code) ?? []), words(code)])
      for (const unknown of ['of_tomorrow', 'constructor']) assert.equal(words(unknown), unknown)
    }
    for (const [code, [english, german]] of said) {
      assert.ok(english !== code && german !== code, code)
      assert.notEqual(english, german, code)
    }
  })
