import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routes } from '#contract/index.ts'
import { getMe } from '#contract/accounts.ts'
import { listTasks } from '#contract/tasks.ts'
import type { Route } from '#contract/route.ts'
import { testDatabase } from '../database.ts'
import { dump } from '../dump.ts'
import { testApp } from '../harness.ts'
import { makeResidence } from '../make-residence.ts'
import { makeTask } from '../make-task.ts'
import { populate } from '../populate.ts'

/** What some program somewhere would decode, run, fill in or cut off. */
const naughty = [
  '%252e%252e%252f',
  '</script><script>alert(1)</script>',
  '","admin":true,"x":"',
  '%s%s%n%j {0}',
  '{{7*7}} ${7*7} <%= 7*7 %>',
  'a\u2028b\u2029c',
  '&lt;b&gt;',
  String.raw`\u003cb\u003e`,
  "'; drop table users; --",
  '(.*)+$ [ \\'
]

// ASVS 1.1.1, 1.1.2, 1.2.3, 1.2.4, 1.3.7, 1.3.10
test('a text comes back as it was written, whatever another program would make of it', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const home = await makeResidence(anna)
  for (const title of naughty) {
    const task = await makeTask(anna, home.id, { title, notes: title })
    assert.deepEqual([task.title, task.notes], [title, title])
  }
  const { items } = await anna.call(listTasks, { params: { residenceId: home.id }, query: {} })
  assert.deepEqual(items.map(({ title }) => title).toSorted(), naughty.toSorted())
})

// ASVS 1.2.9, 1.3.3
test('a search is text and no pattern', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const home = await makeResidence(anna)
  await makeTask(anna, home.id, { title: 'Sweep' })
  for (const search of ['(.*)+$', '[', String.raw`\\`, '.*', "' or 1=1 --", ':* & !']) {
    const { items } = await anna.call(listTasks, { params: { residenceId: home.id }, query: { search } })
    assert.deepEqual(items, [], search)
  }
})

// ASVS 3.5.2, 1.5.1, 5.2.3
test('a body that a form of another site could send is refused, and so is XML, an archive or none of a type', async (t) => {
  const app = await testApp(t)
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/zip'
  ]
  for (const type of [...types, undefined]) {
    const { statusCode } = await app.inject({
      method: 'POST',
      url: '/api/sessions',
      headers: type === undefined ? {} : { 'content-type': type },
      payload: Buffer.from('{"email":"anna@example.org","password":"x","transport":"cookie"}')
    })
    assert.equal(statusCode, 415, type ?? 'no type')
  }
})

// ASVS 3.5.3
test('reading changes nothing in the database, whatever is read', async (t) => {
  const app = await testApp(t)
  const { person, ids } = await populate(app)
  await app.runJobs()
  /** A refusal is noted in the audit log, whatever was refused. */
  const kept = async () => (await dump(app.database.pool)).filter(({ table }) => !table.startsWith('audit.'))
  const before = await kept()
  const all: Route[] = Object.values(routes)
  for (const route of all.filter(({ method }) => method === 'GET')) {
    const url = route.path.replaceAll(/:\w+/g, ids[0] ?? '')
    for (const method of ['GET', 'HEAD', 'OPTIONS'] as const) {
      await app.inject({ method, url, headers: { authorization: `Bearer ${person.token}` } })
    }
  }
  assert.deepEqual(await kept(), before)
})

// ASVS 14.2.2, 14.2.5, 14.3.2
test('no cache keeps what is private, nor takes it for a file', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const { headers } = await anna.send(getMe)
  assert.match(String(headers['cache-control']), /no-store|private/)
  for (const url of ['/api/me/x.css', '/api/me;.css', '/api/me%2f.css', '/api/me.js']) {
    const answer = await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${anna.token}` } })
    assert.equal(answer.statusCode, 404, url)
    assert.doesNotMatch(answer.body, /Anna/)
  }
})

// ASVS 15.3.7
test('a parameter that comes twice is refused', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const home = await makeResidence(anna)
  const url = `/api/residences/${home.id}/tasks?limit=1&limit=2`
  const answer = await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${anna.token}` } })
  assert.equal(answer.statusCode, 422)
})

// ASVS 6.3.2
test('a new database knows nobody', async (t) => {
  const { db } = await testDatabase(t)
  assert.deepEqual(await db.selectFrom('users').select('id').execute(), [])
})
