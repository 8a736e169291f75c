import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import * as api from '#contract/documents.ts'
import { getFile } from '#contract/files.ts'
import { archiveResidence, deleteResidence, removeMember } from '#contract/residences.ts'
import { eraseAccount } from '#server/features/accounts/erase-queries.ts'
import { StorageError } from '#server/gateways/files/file-storage.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeDocument } from '#test/make-document.ts'
import { makeFile } from '#test/make-file.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { race } from '#test/race.ts'
import { pdf } from '#test/picture.ts'
import { addFile } from '#test/upload.ts'

const app = await testApp({ after })

const details: Record<api.DocumentKind, api.DocumentDetails> = {
  warranty: {
    kind: 'warranty',
    provider: 'Boiler Ltd',
    covers: 'Parts and labour\nnot the pump',
    policyNumber: 'W-1',
    startsOn: '2024-05-11',
    endsOn: '2026-05-10',
    claim: {
      name: 'Service',
      phone: '+49 30 1234',
      email: 'help@boiler.example',
      site: 'https://boiler.example/claim',
      steps: '1. Call'
    }
  },
  manual: { kind: 'manual', maker: 'Boiler Ltd', model: 'B 200', site: 'https://boiler.example/b200' },
  receipt: {
    kind: 'receipt',
    seller: 'Shop',
    number: '77',
    boughtOn: '2024-05-10',
    amount: { minor: 129_900, currency: 'EUR' },
    endsOn: '2026-03-20'
  },
  invoice: {
    kind: 'invoice',
    issuer: 'Rossi',
    number: '12',
    issuedOn: '2026-02-01',
    amount: { minor: 9000, currency: 'EUR' }
  },
  insurance: {
    kind: 'insurance',
    insurer: 'Sure',
    premium: { minor: 4000, currency: 'EUR' },
    premiumEvery: 'month',
    endsOn: '2026-12-31',
    claim: {}
  },
  permit: { kind: 'permit', authority: 'City', number: 'P 9', startsOn: '2020-01-01' },
  other: { kind: 'other', issuer: 'Somebody', endsOn: '2026-03-09' }
}

const pathOf = ({ id }: { id: string }) => ({ documentId: id })
const opens = async (person: Person, fileId: string) =>
  (await person.send(getFile, { params: { fileId }, query: {} })).statusCode
const idsOf = ({ files }: api.Document) => files.map(({ fileId }) => fileId)

test('a paper of each kind keeps what is noted of it, and every member reads it', async () => {
  const { residence, member, viewer } = await makeHousehold(app)
  for (const kind of api.documentKinds) {
    const made = await makeDocument(member, residence.id, {
      title: kind,
      notes: 'In the blue folder',
      details: details[kind]
    })
    assert.deepEqual(made.details, details[kind])
    assert.equal(made.endsOn, 'endsOn' in details[kind] ? details[kind].endsOn : null)
    assert.deepEqual(await viewer.call(api.getDocument, { params: pathOf(made) }), made)
  }
})

// ASVS 2.2.1, 1.3.2
test('fields of another kind, an end before the beginning and addresses that run something are refused', async () => {
  const { residence, member } = await makeHousehold(app)
  const refused: [unknown, string][] = [
    [{ kind: 'manual', policyNumber: 'W-1' }, 'invalid_input'],
    [{ kind: 'deed' }, 'invalid_input'],
    [{ kind: 'manual', site: 'javascript:alert(1)' }, 'invalid_input'],
    [{ kind: 'warranty', claim: { site: 'https://x" onclick="alert(1)' } }, 'invalid_input'],
    [{ kind: 'warranty', claim: { phone: '0;alert(1)' } }, 'invalid_input'],
    [{ kind: 'warranty', claim: { email: 'nobody' } }, 'invalid_input'],
    [{ kind: 'permit', endsOn: '2026-02-30' }, 'invalid_input'],
    [{ kind: 'permit', startsOn: '2026-02-02', endsOn: '2026-02-01' }, 'document_dates_wrong']
  ]
  for (const [wrong, code] of refused) {
    const body = { title: 'Paper', details: wrong as api.DocumentDetails } // what the contract does not allow
    const problem = await member.problem(api.createDocument, { params: { residenceId: residence.id }, body })
    assert.equal(problem.code, code, JSON.stringify(wrong))
  }
  const { items } = await member.call(api.listDocuments, { params: { residenceId: residence.id }, query: {} })
  assert.deepEqual(items, [])
})

test('files are attached in their order, read by every member, and deleted when no paper shows them any more', async () => {
  const { residence, owner, member, viewer } = await makeHousehold(app)
  const paper = await addFile(member, residence.id, pdf(), 'Rechnung Nr. 7.pdf')
  const [first, second] = [paper.id, (await makeFile(app, member, residence.id)).id]
  const made = await makeDocument(member, residence.id, { fileIds: [second, first] })
  assert.deepEqual(
    made.files.map(({ fileId, type, name, width }) => [fileId, type, name, width]),
    [
      [second, 'image/jpeg', null, 4],
      [first, 'application/pdf', 'Rechnung Nr. 7.pdf', null]
    ]
  )
  assert.deepEqual([await opens(viewer, first), await opens(viewer, second)], [200, 200])

  const other = await makeDocument(member, residence.id, { fileIds: [second] })
  const mine = (await makeFile(app, owner, residence.id)).id
  const changed = await owner.call(api.updateDocument, { params: pathOf(made), body: { fileIds: [mine, second] } })
  assert.deepEqual(idsOf(changed), [mine, second])
  assert.deepEqual([await opens(member, first), await opens(member, second)], [404, 200])
  await owner.call(api.deleteDocument, { params: pathOf(made) })
  assert.deepEqual([await opens(member, mine), await opens(member, second)], [404, 200], 'the other paper shows it')
  assert.deepEqual(idsOf(await viewer.call(api.getDocument, { params: pathOf(other) })), [second])
})

test('what is no file of the home, somebody else’s, or named twice is not attached, and nothing is written', async () => {
  const { residence, owner, member } = await makeHousehold(app)
  const elsewhere = await makeHousehold(app)
  const own = (await makeFile(app, member, residence.id)).id
  const refused = [
    [(await makeFile(app, owner, residence.id)).id],
    [(await makeFile(app, elsewhere.owner, elsewhere.residence.id)).id],
    [own, own.toUpperCase()],
    [crypto.randomUUID()]
  ]
  const made = await makeDocument(member, residence.id)
  for (const fileIds of refused) {
    const body = { title: 'Paper', details: details.other, fileIds }
    const params = { residenceId: residence.id }
    assert.equal((await member.problem(api.createDocument, { params, body })).code, 'file_not_usable')
    assert.equal(
      (await member.problem(api.updateDocument, { params: pathOf(made), body: { title: 'New', fileIds } })).code,
      'file_not_usable'
    )
  }
  const { items } = await member.call(api.listDocuments, { params: { residenceId: residence.id }, query: {} })
  assert.deepEqual(items, [made])
})

test('a file of a paper is not swept, one that no paper took is', async () => {
  const { residence, member } = await makeHousehold(app)
  const [kept, left] = [await makeFile(app, member, residence.id), await makeFile(app, member, residence.id)]
  await makeDocument(member, residence.id, { fileIds: [kept.id] })
  app.clock.advance({ hours: 25 })
  await app.db.insertInto('outbox').values({ name: 'files.sweep', payload: '{}' }).execute()
  await app.runJobs()
  assert.deepEqual([await opens(member, kept.id), await opens(member, left.id)], [200, 404])
})

test('whoever changes what somebody else has changed meanwhile is told, also when only a file went', async () => {
  const { residence, member, manager } = await makeHousehold(app)
  const fileIds = [(await makeFile(app, member, residence.id)).id]
  const made = await makeDocument(member, residence.id, { fileIds })
  const read = await member.send(api.getDocument, { params: pathOf(made) })
  const ifMatch = String(read.headers.etag)
  const change = (title: string) => ({ params: pathOf(made), body: { title }, ifMatch })
  assert.equal((await member.send(api.getDocument, { params: pathOf(made), ifNoneMatch: ifMatch })).statusCode, 304)

  await app.db.deleteFrom('files').where('id', 'in', fileIds).execute()
  assert.equal((await manager.problem(api.updateDocument, change('Mine'))).code, 'precondition_failed')
  const fresh = String((await member.send(api.getDocument, { params: pathOf(made) })).headers.etag)
  const answers = await race(5, (index) =>
    member.send(api.updateDocument, { ...change(`Title ${index}`), ifMatch: fresh })
  )
  const statuses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.statusCode : 0))
  assert.deepEqual(
    statuses.toSorted((a, b) => a - b),
    [200, 412, 412, 412, 412]
  )
})

test('what is left out stays; another kind takes other fields', async () => {
  const { residence, member } = await makeHousehold(app)
  const made = await makeDocument(member, residence.id, { notes: 'In the blue folder', details: details.warranty })
  app.clock.advance({ minutes: 1 })
  const renamed = await member.call(api.updateDocument, { params: pathOf(made), body: { title: 'Furnace' } })
  assert.deepEqual({ ...renamed, title: made.title, updatedAt: made.updatedAt }, made)
  const body = { details: details.receipt, notes: null }
  const changed = await member.call(api.updateDocument, { params: pathOf(made), body })
  assert.deepEqual([changed.details, changed.notes, changed.endsOn], [details.receipt, null, '2026-03-20'])
})

test('a list of a kind, of what ends soon and of what is over goes page by page through all of them, and through no others', async () => {
  const { residence, member, viewer } = await makeHousehold(app, { timeZone: 'Pacific/Kiritimati' })
  app.clock.set('2026-03-10T12:00:00Z') // 11 March there
  const ends = ['2026-03-10', '2026-03-11', '2026-06-09', '2026-06-10', '2026-03-11', '2025-01-01']
  const made = []
  for (const [index, endsOn] of ends.entries()) {
    const kind = index % 2 === 0 ? 'warranty' : 'permit'
    made.push(await makeDocument(member, residence.id, { title: `${index}`, details: { kind, endsOn } }))
  }
  made.push(await makeDocument(member, residence.id, { title: '6', details: { kind: 'manual' } }))
  const titles = async (query: { kind?: api.DocumentKind; ends?: 'soon' | 'over' }) => {
    const found: string[] = []
    let cursor: string | undefined
    do {
      const asked = { ...query, limit: 2, ...(cursor !== undefined && { cursor }) }
      const page = await viewer.call(api.listDocuments, { params: { residenceId: residence.id }, query: asked })
      found.push(...page.items.map(({ title }) => title))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return found.join('')
  }
  assert.equal(await titles({}), '6543210')
  assert.equal(await titles({ kind: 'permit' }), '531')
  assert.equal(await titles({ ends: 'soon' }), '142', '90 days from today on, today included')
  assert.equal(await titles({ ends: 'over' }), '05', 'the latest first')
  assert.equal(await titles({ ends: 'soon', kind: 'warranty' }), '42')
  const { nextCursor } = await viewer.call(api.listDocuments, {
    params: { residenceId: residence.id },
    query: { limit: 1 }
  })
  const foreign = { limit: 1, ends: 'soon', cursor: nextCursor ?? '' } as const
  const problem = await viewer.problem(api.listDocuments, { params: { residenceId: residence.id }, query: foreign })
  assert.equal(problem.code, 'invalid_cursor')
})

// ASVS 8.2.1, 8.2.2
test('a viewer reads, a member writes, a manager deletes, a stranger finds nothing, and an archived home stays as it is', async () => {
  const { residence, owner, manager, member, viewer, stranger } = await makeHousehold(app)
  const made = await makeDocument(member, residence.id)
  const change = { params: pathOf(made), body: { title: 'New' } }
  assert.equal((await viewer.problem(api.updateDocument, change)).code, 'not_allowed')
  assert.equal((await member.problem(api.deleteDocument, { params: pathOf(made) })).code, 'not_allowed')
  for (const route of [api.getDocument, api.deleteDocument])
    assert.equal((await stranger.problem(route, { params: pathOf(made) })).code, 'document_not_found')
  await owner.call(archiveResidence, { params: { residenceId: residence.id } })
  assert.equal((await manager.problem(api.updateDocument, change)).code, 'residence_archived')
  assert.equal((await manager.problem(api.deleteDocument, { params: pathOf(made) })).code, 'residence_archived')
  await owner.call(removeMember, { params: { residenceId: residence.id, userId: viewer.userId } })
  assert.equal((await viewer.problem(api.getDocument, { params: pathOf(made) })).code, 'document_not_found')
})

test('with a home go its papers, their files and what is stored of them; with an account what it added', async () => {
  const { residence, owner, member } = await makeHousehold(app)
  const [theirs, his] = [await makeFile(app, owner, residence.id), await makeFile(app, member, residence.id)]
  const keys = await app.db
    .selectFrom('files')
    .select(['id', 'object_key'])
    .where('residence_id', '=', residence.id)
    .execute()
  const keyOf = (file: { id: string }) => keys.find(({ id }) => id === file.id)?.object_key ?? ''
  await makeDocument(owner, residence.id, { fileIds: [theirs.id] })
  const made = await makeDocument(member, residence.id, { fileIds: [his.id] })

  await app.db.transaction().execute((tx) => eraseAccount(tx, member.userId))
  await app.runJobs()
  assert.deepEqual((await owner.call(api.getDocument, { params: pathOf(made) })).files, [])
  await assert.rejects(app.files.read(keyOf(his)), StorageError)
  assert.ok(await app.files.read(keyOf(theirs)))

  await owner.call(deleteResidence, { params: { residenceId: residence.id } })
  await app.runJobs()
  await assert.rejects(app.files.read(keyOf(theirs)), StorageError)
  for (const table of ['documents', 'document_files', 'files'] as const)
    assert.deepEqual(
      await app.db.selectFrom(table).select('residence_id').where('residence_id', '=', residence.id).execute(),
      []
    )
})
