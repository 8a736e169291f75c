import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deleteAsset, getAsset, listAssets, updateAsset } from '#contract/assets.ts'
import { addContractor, deleteContractor } from '#contract/contractors.ts'
import * as api from '#contract/documents.ts'
import { acceptHandover, offerHandover } from '#contract/handovers.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeAsset } from '#test/make-asset.ts'
import { makeDocument } from '#test/make-document.ts'
import { makeHousehold } from '#test/make-residence.ts'

const app = await testApp({ after })

const pathOf = ({ id }: { id: string }) => ({ documentId: id })

/** A home with a boiler and somebody who looks after it. */
async function linkable() {
  const people = await makeHousehold(app)
  const { member, residence } = people
  const params = { residenceId: residence.id }
  const boiler = await makeAsset(member, residence.id, { name: 'Boiler' })
  const rossi = await member.call(addContractor, { params, body: { name: 'Mario Rossi' } })
  return { ...people, params, boiler, rossi }
}

async function titles(person: Person, residenceId: string, query: object): Promise<string[]> {
  const { items } = await person.call(api.listDocuments, { params: { residenceId }, query })
  return items.map(({ title }) => title)
}

test('papers are linked to an appliance and a tradesperson, found by either, and each link is taken away again', async () => {
  const { member, viewer, residence, boiler, rossi } = await linkable()
  const [assetId, contractorId] = [boiler.id, rossi.id]
  const warranty = await makeDocument(member, residence.id, { title: 'Warranty', assetId: assetId.toUpperCase() })
  const invoice = await makeDocument(member, residence.id, { title: 'Invoice', assetId, contractorId })
  const loose = await makeDocument(member, residence.id, { title: 'Loose' })
  assert.deepEqual([warranty.assetId, warranty.contractorId], [assetId, null])
  assert.deepEqual([invoice.assetId, invoice.contractorId], [assetId, contractorId])
  assert.deepEqual([loose.assetId, loose.contractorId], [null, null])
  assert.deepEqual(await titles(viewer, residence.id, { assetId }), ['Invoice', 'Warranty'])
  assert.deepEqual(await titles(viewer, residence.id, { contractorId }), ['Invoice'])
  assert.deepEqual(await titles(viewer, residence.id, { assetId, kind: 'manual' }), [])

  const changed = await member.call(api.updateDocument, { params: pathOf(invoice), body: { assetId: null } })
  assert.deepEqual([changed.assetId, changed.contractorId], [null, contractorId])
  await member.call(api.updateDocument, { params: pathOf(loose), body: { assetId, contractorId } })
  assert.deepEqual(await titles(viewer, residence.id, { assetId }), ['Loose', 'Warranty'])
})

// ASVS 8.2.2, 8.4.1
test('what is of another home is not linked, and neither its list nor its papers are told apart from none', async () => {
  const { member, params, residence, boiler, rossi } = await linkable()
  const own = await makeDocument(member, residence.id)
  const elsewhere = await linkable()
  const refused = [
    [{ assetId: elsewhere.boiler.id }, 'not_of_this_home'],
    [{ assetId: crypto.randomUUID() }, 'not_of_this_home'],
    [{ contractorId: elsewhere.rossi.id }, 'contractor_not_of_home']
  ] as const
  for (const [link, code] of refused) {
    const body = { title: 'Paper', details: { kind: 'other' }, ...link } as const
    assert.equal((await member.problem(api.createDocument, { params, body })).code, code)
    const change = { params: pathOf(own), body: { title: 'Changed', ...link } }
    assert.equal((await member.problem(api.updateDocument, change)).code, code)
  }
  assert.equal((await member.call(api.getDocument, { params: pathOf(own) })).title, 'Boiler', 'nothing was written')
  await makeDocument(elsewhere.member, elsewhere.residence.id, { assetId: elsewhere.boiler.id })
  assert.deepEqual(await titles(member, residence.id, { assetId: elsewhere.boiler.id }), [])
  assert.deepEqual(await titles(member, residence.id, { assetId: boiler.id, contractorId: rossi.id }), [])
})

test('an appliance is under warranty until its linked warranty ends, unless it says so itself', async () => {
  const { member, manager, residence, boiler } = await linkable()
  const warrantyOf = async () => (await member.call(getAsset, { params: { assetId: boiler.id } })).warranty
  assert.equal(await warrantyOf(), null)
  const paper = await makeDocument(member, residence.id, { assetId: boiler.id })
  await makeDocument(member, residence.id, { assetId: boiler.id, details: { kind: 'permit', endsOn: '2040-01-01' } })
  assert.deepEqual(await warrantyOf(), { endsOn: '2026-05-10', documentId: paper.id })
  const { items } = await member.call(listAssets, { params: { residenceId: residence.id }, query: {} })
  assert.deepEqual(items[0]?.warranty, { endsOn: '2026-05-10', documentId: paper.id })

  const noted = await member.call(updateAsset, {
    params: { assetId: boiler.id },
    body: { warrantyEndsOn: '2025-01-01' }
  })
  assert.deepEqual(noted.warranty, { endsOn: '2025-01-01', documentId: null })
  await member.call(updateAsset, { params: { assetId: boiler.id }, body: { warrantyEndsOn: null } })
  const read = await member.send(getAsset, { params: { assetId: boiler.id } })
  await manager.call(api.deleteDocument, { params: pathOf(paper) })
  assert.equal(await warrantyOf(), null)
  const again = await member.send(getAsset, { params: { assetId: boiler.id } })
  assert.notEqual(again.headers.etag, read.headers.etag, 'no copy with the former warranty is kept')
})

test('when an appliance or a tradesperson is deleted their papers stay, with another tag and without the link', async () => {
  const { member, manager, residence, boiler, rossi } = await linkable()
  const links = { assetId: boiler.id, contractorId: rossi.id }
  const paper = await makeDocument(member, residence.id, links)
  const tag = async () => (await member.send(api.getDocument, { params: pathOf(paper) })).headers.etag
  const tags = [await tag()]
  await manager.call(deleteAsset, { params: { assetId: boiler.id } })
  tags.push(await tag())
  await manager.call(deleteContractor, { params: { contractorId: rossi.id } })
  tags.push(await tag())
  const left = await member.call(api.getDocument, { params: pathOf(paper) })
  assert.deepEqual([left.assetId, left.contractorId], [null, null])
  assert.equal(new Set(tags).size, 3)
})

test('who takes a home over finds its papers linked as they were', async () => {
  const { owner, member, params, residence, boiler, rossi } = await linkable()
  const paper = await makeDocument(member, residence.id, { assetId: boiler.id, contractorId: rossi.id })
  const keep = { history: false, notes: false, costs: false, photos: false, papers: true }
  const { code } = await owner.call(offerHandover, { params, body: { keep } })
  const buyer = await app.person('Bea')
  await buyer.call(acceptHandover, { body: { code } })
  const found = await buyer.call(api.getDocument, { params: pathOf(paper) })
  assert.deepEqual([found.assetId, found.contractorId], [boiler.id, rossi.id])
  const { warranty } = await buyer.call(getAsset, { params: { assetId: boiler.id } })
  assert.equal(warranty?.documentId, paper.id)
})
