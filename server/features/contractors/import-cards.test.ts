import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import * as cards from '#contract/contractor-cards.ts'
import { addContractor, listContractors, updateContractor } from '#contract/contractors.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { race } from '#test/race.ts'

const app = await testApp({ after })

const file = Buffer.from(
  ['Anna', 'Ben']
    .map(
      (name, index) =>
        `BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-${index}\r\nFN:${name}\r\nTEL:030 ${index}\r\nEND:VCARD\r\n`
    )
    .join('')
)

async function preview(person: Person, residenceId: string, bytes: Uint8Array = file) {
  return person.call(cards.previewCards, { params: { residenceId }, bytes: new Uint8Array(bytes) })
}

async function namesOf(person: Person, residenceId: string): Promise<string[]> {
  const { items } = await person.call(listContractors, { params: { residenceId }, query: {} })
  return items.map(({ name }) => name)
}

function bodyOf(found: readonly cards.CardContractor[]) {
  return { contractors: found.map(({ leftOut: _leftOut, there: _there, ...contractor }) => contractor) }
}

test('a file is looked at first, and nothing is written; then all that is chosen is added at once', async () => {
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const seen = await preview(member, residence.id)
  assert.deepEqual(
    seen.cards.map(({ name, there }) => [name, there]),
    [
      ['Anna', null],
      ['Ben', null]
    ]
  )
  assert.deepEqual(await namesOf(member, residence.id), [])

  const body = bodyOf(seen.cards)
  const { items, alreadyThere } = await member.call(cards.importCards, { params, body })
  assert.deepEqual([items.map(({ name }) => name).toSorted(), alreadyThere], [['Anna', 'Ben'], 0])
  const again = await preview(member, residence.id)
  assert.deepEqual(new Set(again.cards.map(({ there }) => there)), new Set(items.map(({ id }) => id)))
})

test('nobody is there twice: on a retry, of many at once, after a change, or added by hand before', async () => {
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  await member.call(addContractor, { params, body: { name: 'anna', phone: '030 0' } })
  const body = bodyOf((await preview(member, residence.id)).cards)
  const tries = await race(6, () => member.call(cards.importCards, { params, body }))
  const added = tries.flatMap((each) =>
    each.status === 'fulfilled' ? each.value.items : assert.fail(String(each.reason))
  )
  assert.deepEqual(
    added.map(({ name }) => name),
    ['Ben']
  )
  await member.call(updateContractor, {
    params: { contractorId: added[0]?.id ?? '' },
    body: { name: 'Benjamin', phone: null }
  })
  const late = await member.call(cards.importCards, { params, body })
  assert.deepEqual([late.items, late.alreadyThere], [[], 2])
  assert.deepEqual(await namesOf(member, residence.id), ['anna', 'Benjamin'])

  const twice = {
    contractors: [
      { name: 'Cleo', uid: 'same' },
      { name: 'Cleopatra', uid: 'same' }
    ]
  }
  const { items } = await member.call(cards.importCards, { params, body: twice })
  assert.equal(items.length, 1)
})

test('one that does not fit, and nobody is added', async () => {
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const body = { contractors: [{ name: 'Anna' }, { name: 'Ben', email: 'nobody' }] }
  const { code, fields } = await member.problem(cards.importCards, { params, body })
  assert.deepEqual([code, fields?.map(({ path }) => path)], ['invalid_input', ['/contractors/1/email']])
  assert.deepEqual(await namesOf(member, residence.id), [])
})

test('what one home gives out another takes in, and knows its own again', async () => {
  const { member, viewer, residence } = await makeHousehold(app)
  const { member: other, residence: elsewhere } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const contractor = await member.call(addContractor, {
    params,
    body: { name: 'Rossi; Mario', company: 'A, B', specialties: ['plumbing'], notes: 'One\nTwo' }
  })
  const sent = await viewer.send(cards.exportCards, { params })
  assert.equal(sent.headers['content-type'], 'text/vcard; charset=utf-8')
  assert.equal(sent.headers['content-disposition'], 'attachment; filename="honeydue.vcf"')
  const own = await viewer.send(cards.exportCard, { params: { contractorId: contractor.id } })
  assert.deepEqual(own.rawPayload, sent.rawPayload)

  assert.equal((await preview(member, residence.id, sent.rawPayload)).cards[0]?.there, contractor.id)
  const { cards: found } = await preview(other, elsewhere.id, sent.rawPayload)
  await other.call(cards.importCards, { params: { residenceId: elsewhere.id }, body: bodyOf(found) })
  const { items } = await other.call(listContractors, { params: { residenceId: elsewhere.id }, query: {} })
  const [copy] = items
  assert.deepEqual(
    [copy?.name, copy?.company, copy?.specialties, copy?.notes],
    ['Rossi; Mario', 'A, B', ['plumbing'], 'One\nTwo']
  )
})

test('a viewer looks at no file, and one of five megabytes is none', async () => {
  const { viewer, member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  assert.equal((await viewer.problem(cards.previewCards, { params, bytes: new Uint8Array(file) })).code, 'not_allowed')
  const large = new Uint8Array(5 * 1024 * 1024)
  assert.equal((await member.problem(cards.previewCards, { params, bytes: large })).code, 'body_too_large')
})
