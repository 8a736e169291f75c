import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import * as api from '#contract/residences.ts'
import type { Output } from '#contract/route.ts'
import { newId } from '#server/platform/ids.ts'
import { encodeCursor } from '#server/platform/cursor.ts'
import { readerOf, testApp } from '#test/harness.ts'
import { addMember, makeResidence } from '#test/make-residence.ts'

const app = await testApp({ after })

test('a person sees the residences they are a member of, and no others', async () => {
  const [anna, ben] = [await app.person('Anna'), await app.person('Ben')]
  const own = await makeResidence(anna, { name: 'Anna’s' })
  const shared = await makeResidence(ben, { name: 'Ben’s, shared' })
  await makeResidence(ben, { name: 'Ben’s alone' })
  await addMember(app, shared, anna, 'viewer')

  const { items, nextCursor } = await anna.call(api.listResidences, { query: {} })
  assert.deepEqual(items, [own, { ...shared, role: 'viewer', memberCount: 2 }])
  assert.equal(nextCursor, null)
})

test('pages go through all residences by name once, those of the same name too', async () => {
  const anna = await app.person('Anna')
  const names = ['Berlin', 'Aachen', 'Berlin', 'Celle', 'Berlin', 'Dresden', 'Aachen']
  for (const name of names) await makeResidence(anna, { name })

  const pages: string[][] = []
  const ids = new Set<string>()
  let cursor: string | null = ''
  while (cursor !== null && pages.length < names.length) {
    const page: Output<typeof api.listResidences> = await anna.call(api.listResidences, {
      query: { limit: 2, ...(cursor && { cursor }) }
    })
    pages.push(page.items.map(({ name }) => name))
    for (const { id } of page.items) ids.add(id)
    cursor = page.nextCursor
  }
  assert.deepEqual(pages, [['Aachen', 'Aachen'], ['Berlin', 'Berlin'], ['Berlin', 'Celle'], ['Dresden']])
  assert.equal(ids.size, names.length)
})

test('a page that holds exactly the rest has no next one', async () => {
  const anna = await app.person('Anna')
  for (const name of ['A', 'B']) await makeResidence(anna, { name })
  assert.equal((await anna.call(api.listResidences, { query: { limit: 2 } })).nextCursor, null)
})

test('archived residences are listed apart', async () => {
  const anna = await app.person('Anna')
  const kept = await makeResidence(anna, { name: 'Kept' })
  const { id: residenceId } = await makeResidence(anna, { name: 'Sold' })
  await anna.call(api.archiveResidence, { params: { residenceId } })

  const listed = async (archived: boolean) =>
    (await anna.call(api.listResidences, { query: { archived } })).items.map(({ id }) => id)
  assert.deepEqual(await listed(false), [kept.id])
  assert.deepEqual(await listed(true), [residenceId])
})

const cursors: [what: string, values: (string | number)[]][] = [
  ['something else', [1, 2]],
  ['no id', ['A', 'not-an-id']],
  ['too much', ['A', newId(), 'x']],
  ['text that no name can hold', ['\u0000', newId()]]
]
for (const [what, values] of cursors) {
  test(`a cursor that is ${what} is refused, even if we had signed it`, async () => {
    const anna = await app.person('Anna')
    const cursor = encodeCursor(readerOf(anna), 'residences', values)
    assert.equal((await anna.problem(api.listResidences, { query: { cursor } })).code, 'invalid_cursor')
  })
}

// ASVS 8.2.2
test('a cursor is good for whom and for what it was made, and opens nothing to somebody else', async () => {
  const [anna, ben] = [await app.person('Anna'), await app.person('Ben')]
  for (const name of ['A', 'B', 'C']) await makeResidence(anna, { name })
  const { nextCursor } = await anna.call(api.listResidences, { query: { limit: 1 } })
  assert.ok(nextCursor)
  const query = { cursor: nextCursor }
  assert.equal((await ben.problem(api.listResidences, { query })).code, 'invalid_cursor')
  assert.equal((await anna.problem(api.listResidences, { query: { ...query, archived: true } })).code, 'invalid_cursor')
  assert.equal((await anna.call(api.listResidences, { query })).items.length, 2)
})
