import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { completeTask, type Completion, type NewCompletion } from '#contract/completions.ts'
import * as api from '#contract/proof-packs.ts'
import { createDocument } from '#contract/documents.ts'
import { removeMember } from '#contract/residences.ts'
import { fillHistory } from '#test/fill-residence.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import { makeAsset } from '#test/make-asset.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { pdf, picture } from '#test/picture.ts'
import { unzipBytes } from '#test/unzip.ts'
import { proofPaper, toldOf } from './proof-paper.ts'
import { addFile } from '#test/upload.ts'

const all = { photos: true, notes: true, costs: true, people: true, papers: true }
const asked: api.NewProofPack = { from: '2026-03-01', to: '2026-03-31', include: all, language: 'en' }

/** A gutter task done with a photo, and a bulb task done without, by Mia the member. */
async function household(t: TestContext) {
  const app = await testApp(t)
  const people = await makeHousehold(app)
  const { member, residence } = people
  const photo = await addFile(member, residence.id, await picture('jpeg', { width: 300, height: 200 }))
  const done = async (title: string, more: Partial<NewCompletion>) => {
    const task = await makeTask(member, residence.id, { title, category: 'exterior', schedule: every(1, 'month') })
    const body = { kind: 'done', dueOn: task.dueOn, ...more } as const
    return (await member.call(completeTask, { params: { taskId: task.id }, body })).completion
  }
  const gutters = await done('Clean: the "gutters"/…', {
    photoIds: [photo.id],
    notes: 'Two bags of leaves',
    cost: { minor: 4900, currency: 'EUR' }
  })
  const bulb = await done('Change the bulb', {})
  const invoice = await addFile(member, residence.id, pdf('Invoice 7'), 'invoice.pdf')
  for (const kind of ['receipt', 'insurance'] as const) {
    const body = { title: `Ladder ${kind}`, details: { kind }, fileIds: kind === 'receipt' ? [invoice.id] : [] }
    await member.call(createDocument, { params: { residenceId: residence.id }, body })
  }
  return { ...people, app, photo, gutters, bulb, params: { residenceId: residence.id } }
}

async function made(
  app: TestApp,
  person: Person,
  params: { residenceId: string },
  body = asked
): Promise<Map<string, Buffer>> {
  await person.call(api.requestProofPack, { params, body })
  await app.runJobs()
  const zip = (await person.call(api.downloadProofPack, { params })) as unknown as Buffer // the harness gives bytes
  return unzipBytes(zip)
}

function pathIn(files: ReadonlyMap<string, Buffer>, folder: string): string {
  return [...files.keys()].find((path) => path.startsWith(folder)) ?? assert.fail(folder)
}

function textOf(files: ReadonlyMap<string, Buffer>, path: string): string {
  return files.get(path)?.toString() ?? assert.fail(path)
}

/** What `sha256sum -c` of coreutils says of the files, laid out in a folder. */
async function checked(t: TestContext, files: ReadonlyMap<string, Buffer>): Promise<number | null> {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-proof-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return spawnSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: folder }).status
}

test('a pack holds the paper, the photos and the entries; sha256sum accepts its list, and not one changed byte', async (t) => {
  const { app, viewer, params, photo, gutters } = await household(t)
  const files = await made(app, viewer, params)
  const [photoPath, paperPath] = ['photos/', 'papers/'].map((folder) => pathIn(files, folder)) as [string, string] // two
  assert.deepEqual(
    [...files.keys()],
    ['README.txt', 'proof.pdf', 'completions.json', 'papers.json', photoPath, paperPath, 'SHA256SUMS']
  )
  assert.match(paperPath, /^papers\/Ladder receipt [0-9a-f]{6}-1\.pdf$/)
  assert.doesNotMatch(textOf(files, 'papers.json'), /insurance/)
  assert.match(photoPath, /^photos\/2026-03-10 Clean the gutters [0-9a-f]{6}-1\.jpg$/)
  assert.equal(files.get(photoPath)?.length, photo.bytes)
  const paper = textOf(files, 'proof.pdf')
  assert.match(paper, /^%PDF-1\.7/)
  assert.equal(paper.match(/\/DCTDecode/g)?.length, 1)
  assert.match(textOf(files, 'README.txt'), /does not prove[\s\S]*When a photo was taken/)
  const told = JSON.parse(textOf(files, 'completions.json')) as { id: string; notes: string | null }[]
  assert.deepEqual(told.find(({ id }) => id === gutters.id)?.notes, gutters.notes)
  assert.equal(await checked(t, files), 0)

  const changed = Buffer.concat([files.get(photoPath) ?? Buffer.alloc(0), Buffer.from('x')])
  assert.equal(await checked(t, new Map([...files, [photoPath, changed]])), 1)
})

test('what a meter showed when something was done stands in the paper, in its language', async (t) => {
  const { gutters } = await household(t)
  const oil: Completion = { ...gutters, meterReading: { value: 30_468.5, unit: 'kilometer' } }
  const making = {
    name: 'Linden',
    madeOn: '2026-03-31',
    madeAt: Temporal.Instant.from(gutters.recordedAt),
    photoOf: () => []
  }
  for (const [language, words] of [
    ['en', 'meter: 30,468.5 km'],
    ['de', 'Zählerstand: 30.468,5 km']
  ] as const) {
    const { blocks } = proofPaper([toldOf(oil, all)], { ...asked, language }, making)
    assert.match(JSON.stringify(blocks), new RegExp(RegExp.escape(words)))
  }
})

test('what was not asked for is not in it: costs, people, notes and photos, other tasks, other days', async (t) => {
  const { app, owner, params, gutters, bulb } = await household(t)
  const none = { photos: false, notes: false, costs: false, people: false, papers: false }
  const tell = async (body: Partial<api.NewProofPack>) => {
    const files = await made(app, owner, params, { ...asked, ...body })
    const told = JSON.parse(textOf(files, 'completions.json')) as { id: string }[]
    return { files, told, ids: new Set(told.map(({ id }) => id)) }
  }
  const bare = await tell({ include: none })
  assert.deepEqual(bare.ids, new Set([gutters.id, bulb.id]))
  for (const each of bare.told) {
    assert.deepEqual(
      ['cost', 'minutes', 'notes', 'completedBy'].filter((name) => name in each),
      []
    )
  }
  assert.deepEqual([...bare.files.keys()], ['README.txt', 'proof.pdf', 'completions.json', 'SHA256SUMS'])
  assert.deepEqual((await tell({ taskIds: [bulb.taskId] })).ids, new Set([bulb.id]))
  assert.equal((await tell({ category: 'garden' })).ids.size, 0)
  assert.equal((await tell({ from: '2026-03-11' })).ids.size, 0)
  const wrong = await owner.problem(api.requestProofPack, { params, body: { ...asked, to: '2026-02-01' } })
  assert.equal(wrong.code, 'invalid_input')
})

test('a pack is for whoever asked, while they are a member, and for a day; then nothing is left of it', async (t) => {
  const { app, owner, member, manager, stranger, params } = await household(t)
  assert.equal((await stranger.problem(api.requestProofPack, { params, body: asked })).code, 'residence_not_found')
  assert.equal((await member.problem(api.downloadProofPack, { params })).code, 'proof_pack_not_ready')
  await member.call(api.requestProofPack, { params, body: asked })
  assert.equal((await member.call(api.getProofPack, { params })).proofPack?.state, 'waiting')
  await app.runJobs()
  assert.equal((await member.call(api.getProofPack, { params })).proofPack?.state, 'ready')
  assert.equal((await owner.call(api.getProofPack, { params })).proofPack, null)
  await made(app, manager, params)
  assert.equal((await app.db.selectFrom('archives').selectAll().execute()).length, 2)

  await owner.call(removeMember, { params: { ...params, userId: member.userId } })
  assert.equal((await member.problem(api.downloadProofPack, { params })).code, 'residence_not_found')
  app.clock.advance({ hours: 25 })
  assert.equal((await manager.problem(api.downloadProofPack, { params })).code, 'proof_pack_not_ready')
  await app.db.insertInto('outbox').values({ name: 'files.sweep', payload: '{}' }).execute()
  await app.runJobs()
  for (const table of ['proof_packs', 'archives', 'archive_parts', 'doomed_objects'] as const) {
    assert.deepEqual(await app.db.selectFrom(table).selectAll().execute(), [], table)
  }
})

test('more entries than a pack can hold: it says so and keeps nothing', async (t) => {
  const app = await testApp(t)
  const { owner, residence } = await makeHousehold(app)
  await fillHistory(app, residence.id, { tasks: api.proofLimits.completions + 1, year: 2026 })
  const params = { residenceId: residence.id }
  await owner.call(api.requestProofPack, { params, body: { ...asked, from: '2026-01-01', to: '2026-12-31' } })
  await app.runJobs()
  assert.equal((await owner.call(api.getProofPack, { params })).proofPack?.state, 'too_large')
  assert.equal((await owner.problem(api.downloadProofPack, { params })).code, 'proof_pack_not_ready')
})

test('a pack of one appliance holds what was done to it and the papers that are linked to it; a foreign one is refused', async (t) => {
  const { app, member, owner, viewer, params } = await household(t)
  const boiler = await makeAsset(member, params.residenceId, { name: 'Boiler' })
  const task = await makeTask(member, params.residenceId, { title: 'Service the boiler', assetId: boiler.id })
  await member.call(completeTask, { params: { taskId: task.id }, body: { kind: 'done', dueOn: null } })
  for (const kind of ['warranty', 'invoice', 'insurance'] as const) {
    const body = { title: `Boiler ${kind}`, details: { kind }, assetId: boiler.id }
    await member.call(createDocument, { params, body })
  }
  const files = await made(app, viewer, params, { ...asked, assetId: boiler.id.toUpperCase() })
  const titles = (path: string) =>
    [...textOf(files, path).matchAll(/"(?:taskTitle|title)":"([^"]+)"/g)].map(([, of]) => of)
  assert.deepEqual(titles('completions.json'), ['Service the boiler'])
  assert.deepEqual(new Set(titles('papers.json')), new Set(['Boiler invoice', 'Boiler warranty']))

  const elsewhere = await makeAsset(owner, (await makeResidence(owner)).id)
  const refused = await viewer.problem(api.requestProofPack, { params, body: { ...asked, assetId: elsewhere.id } })
  assert.equal(refused.code, 'not_of_this_home')
})
