import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { completeTask, listCompletions } from '#contract/completions.ts'
import * as api from '#contract/documents.ts'
import { deleteFile, setFileCaption } from '#contract/files.ts'
import { archiveResidence, removeMember } from '#contract/residences.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeDocument } from '#test/make-document.ts'
import { makeFile } from '#test/make-file.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { makeTask } from '#test/make-task.ts'
import { bombPdf, encryptedPdf, textPdf } from '#test/pdf.ts'
import { addFile } from '#test/upload.ts'

const app = await testApp({ after })

async function household() {
  const all = await makeHousehold(app)
  const params = { residenceId: all.residence.id }
  const found = async (person: Person, search: string) =>
    (await person.call(api.searchDocuments, { params, query: { search } })).items
  const titles = async (person: Person, search: string) =>
    (await found(person, search)).map(({ document, completion }) => document?.title ?? completion?.taskTitle)
  return { ...all, params, found, titles }
}

/** The words looked for, and all the words around them. */
function shown(snippet: api.FoundPaper['snippet'] | undefined) {
  const parts = snippet ?? []
  return [parts.filter(({ isHit }) => isHit).map(({ text }) => text), parts.map(({ text }) => text).join('')]
}

test('a paper is found by its title, its notes and what its kind has, by whole words, beginnings and other endings', async () => {
  const { member, viewer, residence, titles } = await household()
  const details = { kind: 'warranty', provider: 'Vaillant', claim: { steps: 'Number 4711 at hand' } } as const
  await makeDocument(member, residence.id, { title: 'Heating', notes: 'Renewing the batteries', details })
  await makeDocument(member, residence.id, { title: 'Versicherungen', details: { kind: 'insurance' } })
  for (const search of ['heating', 'Vaill', '4711', 'renew battery ', 'heated ', '"the batteries"'])
    assert.deepEqual(await titles(viewer, search), ['Heating'], search)
  assert.deepEqual(await titles(viewer, 'Versicherung '), ['Versicherungen'])
  for (const search of ['batteries -vaillant', 'pump', "'); drop table files; --", '&|!:*', '"'])
    assert.deepEqual(await titles(viewer, search), [], search)
})

test('what stands inside a PDF is found once it is read, with the words around it, as text and nothing else', async () => {
  const { member, viewer, residence, found } = await household()
  const bytes = textPdf([['<img src=x onerror=alert(1)> The compressor of the fridge is covered', 'for ten years']])
  const file = await addFile(member, residence.id, bytes, 'fridge.pdf')
  const { id } = await makeDocument(member, residence.id, { title: 'Kitchen', fileIds: [file.id] })
  assert.deepEqual(await found(viewer, 'compressor'), [])
  await app.runJobs()
  const [hit, ...others] = await found(viewer, 'compressors ')
  assert.deepEqual(others, [])
  assert.deepEqual([hit?.document?.id, hit?.file?.name], [id, 'fridge.pdf'])
  assert.deepEqual(shown(hit?.snippet)[0], ['compressor'])
  assert.match(String(shown(hit?.snippet)[1]), /onerror=alert\(1\)> The compressor of the fridge/)
})

// ASVS 5.2.3
test('a PDF with a password, or one that unpacks without end, is kept and served, says why it was not read, and holds nobody up', async () => {
  const { member, residence, titles } = await household()
  const files = [
    await addFile(member, residence.id, encryptedPdf()),
    await addFile(member, residence.id, bombPdf()),
    await addFile(member, residence.id, textPdf([['readable']]))
  ]
  const fileIds = files.map(({ id }) => id)
  await makeDocument(member, residence.id, { title: 'Three', fileIds })
  await app.runJobs()
  const rows = await app.db.selectFrom('files').select(['id', 'text_outcome']).where('id', 'in', fileIds).execute()
  assert.deepEqual(
    fileIds.map((id) => rows.find((row) => row.id === id)?.text_outcome),
    ['encrypted', 'too_much', 'read']
  )
  assert.deepEqual(await titles(member, 'readable'), ['Three'])
})

test('a picture is found by what is written below it, in a paper or where something was done, until that is taken away', async () => {
  const { member, viewer, residence, params, titles, found } = await household()
  const [ofPaper, ofTask] = [await makeFile(app, member, residence.id), await makeFile(app, member, residence.id)]
  const document = await makeDocument(member, residence.id, { title: 'Boiler', fileIds: [ofPaper.id] })
  const task = await makeTask(member, residence.id, { title: 'Roof' })
  const body = { kind: 'done' as const, dueOn: task.dueOn, photoIds: [ofTask.id] }
  await member.call(completeTask, { params: { taskId: task.id }, body })
  const write = (fileId: string, caption: string | null) =>
    member.call(setFileCaption, { params: { fileId }, body: { caption } })
  await write(ofPaper.id, 'Type plate of the pump')
  await write(ofTask.id, 'The broken tile')
  assert.deepEqual(await titles(viewer, 'type plates '), ['Boiler'])
  const [hit] = await found(viewer, 'tiles ')
  assert.deepEqual([hit?.document, hit?.completion?.taskId, hit?.file?.fileId], [null, task.id, ofTask.id])

  const read = { params: { documentId: document.id } }
  const { files } = await viewer.call(api.getDocument, read)
  assert.equal(files[0]?.caption, 'Type plate of the pump')
  const { items } = await viewer.call(listCompletions, { params, query: {} })
  assert.equal(items[0]?.photos[0]?.caption, 'The broken tile')
  const ifNoneMatch = String((await viewer.send(api.getDocument, read)).headers.etag)
  await write(ofPaper.id, 'Type plate of the old pump')
  assert.equal((await viewer.send(api.getDocument, { ...read, ifNoneMatch })).statusCode, 200, 'a caption is news')
  await write(ofTask.id, null)
  assert.deepEqual(await titles(viewer, 'tile'), [])
  await member.call(deleteFile, { params: { fileId: ofPaper.id } })
  assert.deepEqual(await titles(viewer, 'pump'), [])
})

// ASVS 8.2.2, 8.3.1
test('nobody finds or captions what is of another home, or of theirs no more, and an archived one stays as it is', async () => {
  const { owner, member, viewer, stranger, residence, params, titles } = await household()
  const other = await household()
  await makeDocument(member, residence.id, { title: 'Kanarienvogel' })
  await makeDocument(other.member, other.residence.id, { title: 'Kanarienvogel too' })
  assert.deepEqual(await titles(viewer, 'kanarienvogel'), ['Kanarienvogel'])
  const query = { search: 'kanarienvogel' }
  assert.equal((await stranger.problem(api.searchDocuments, { params, query })).code, 'residence_not_found')

  const file = await makeFile(app, member, residence.id)
  const caption = { params: { fileId: file.id }, body: { caption: 'Mine' } }
  assert.equal((await viewer.problem(setFileCaption, caption)).code, 'not_allowed')
  assert.equal((await other.owner.problem(setFileCaption, caption)).code, 'file_not_found')
  await owner.call(archiveResidence, { params })
  assert.equal((await member.problem(setFileCaption, caption)).code, 'residence_archived')
  await owner.call(removeMember, { params: { ...params, userId: member.userId } })
  assert.equal((await member.problem(setFileCaption, caption)).code, 'file_not_found')
  assert.equal((await member.problem(api.searchDocuments, { params, query })).code, 'residence_not_found')
})
