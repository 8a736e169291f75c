import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getMe, updateMe } from '#contract/accounts.ts'
import { createResidence, getResidence } from '#contract/residences.ts'
import { createTask, getTask, listTasks } from '#contract/tasks.ts'
import { testApp } from './harness.ts'

/** Text that other systems changed, cut, ran or fell over: each must come back as it was sent. */
const naughty = [
  'undefined',
  'null',
  'NaN',
  'true',
  '0',
  '-0',
  '1e309',
  '0x10',
  '00',
  '1,000',
  '١٢٣',
  '½',
  'Infinity',
  '[object Object]',
  "'",
  '"',
  "O'Brien",
  '\\',
  '\\\\',
  '/',
  '`',
  '$1',
  '$&',
  '%s%s%n',
  '%j',
  '{0}',
  '{{7*7}}',
  '${7*7}',
  '<%= 7*7 %>',
  '#{7*7}',
  "'; drop table tasks; --",
  "' or '1'='1",
  '1; select pg_sleep(9)',
  '%',
  '_',
  '(.*)+$',
  '[',
  '(',
  '*',
  '?',
  '+',
  '^$',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  '</title>',
  '&lt;',
  '&amp;amp;',
  '<!--',
  ']]>',
  '{"a":1}',
  '","admin":true,"x":"',
  '%252e%252e',
  '%25%27',
  '../../../../etc/passwd',
  '..\\..\\windows',
  'file:///etc/passwd',
  'C:\\con',
  'aux',
  'lpt1',
  ';touch x',
  '| sleep 9',
  '$(sleep 9)',
  '`sleep 9`',
  '-o',
  '--help',
  '=HYPERLINK("http://a.example")',
  '+cmd|x',
  '@SUM(1)',
  '-2+3',
  'Ω≈ç√∫',
  'ÅÍÎÏ',
  '田中さん',
  '社會科學院',
  'مُنَاقَشَةُ',
  'בראשית',
  '👩‍👩‍👧‍👦',
  '🇩🇪',
  '👍🏽',
  '𝕿𝖍𝖊',
  'Ṱ̺̺̕o͞ ',
  'ﬀ',
  'ß',
  'İ',
  'ı',
  'Å',
  'A\u030a',
  '\u00a0',
  '\u200b',
  '\u2060',
  '\ufeff',
  '\u202e',
  '\u2028',
  '\u2029',
  '\ufffd',
  '\uffff',
  '\u{10ffff}',
  ' leading',
  'trailing ',
  'two  spaces'
]
  .map((text) => text.trim())
  .filter((text) => text !== '')

// ASVS 1.1.1, 1.1.2, 1.2.3, 1.3.10
test('whatever people write comes back byte for byte, in every field of text', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  const home = await ada.call(createResidence, { body: { name: 'Home', timeZone: 'UTC' } })
  for (const text of naughty) {
    const body = {
      name: text,
      timeZone: 'UTC',
      street: text,
      city: text,
      region: text,
      postalCode: text.slice(0, 4).toWellFormed()
    }
    const residence = await ada.call(createResidence, { body })
    const read = await ada.call(getResidence, { params: { residenceId: residence.id } })
    assert.deepEqual([read.name, read.street, read.city, read.region], [text, text, text, text])
    const task = await ada.call(createTask, {
      params: { residenceId: home.id },
      body: { title: text, notes: `${text}\n\t${text}`, schedule: { kind: 'once' }, checklist: [{ title: text }] }
    })
    const kept = await ada.call(getTask, { params: { taskId: task.id } })
    assert.deepEqual([kept.title, kept.notes, kept.checklist[0]?.title], [text, `${text}\n\t${text}`, text])
    // A name that nobody sees is none.
    await ada.call(updateMe, { body: { displayName: `Ada ${text} L` } })
    assert.equal((await ada.call(getMe)).displayName, `Ada ${text} L`)
  }
})

// ASVS 1.2.4, 1.2.9
test('whatever is searched for is text: no pattern, no statement, never a fault', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  const { id } = await ada.call(createResidence, { body: { name: 'Home', timeZone: 'UTC' } })
  const params = { residenceId: id }
  await ada.call(createTask, { params, body: { title: 'plain words only', schedule: { kind: 'once' } } })
  const strange = naughty.filter((text) => /[^\w\s]/.test(text) && text.trim() !== '')
  for (const search of strange) {
    const { items } = await ada.call(listTasks, { params, query: { search } })
    assert.ok(items.length <= 1, search)
  }
})
