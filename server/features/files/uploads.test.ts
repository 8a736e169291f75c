import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import * as api from '#contract/files.ts'
import { archiveResidence, removeMember } from '#contract/residences.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { addMember, makeHousehold, makeResidence } from '#test/make-residence.ts'
import { bomb, heic, pdf, picture } from '#test/picture.ts'
import { race } from '#test/race.ts'
import { addFile, send, sendNext } from '#test/upload.ts'

const app = await testApp({ after })
const owner = await app.person('Olga')
const home = await makeResidence(owner)
const params = { residenceId: home.id }
const photo = await picture('jpeg', { word: 'kanarienvogel' })
const large = Buffer.concat([pdf().subarray(0, -7), Buffer.alloc(60_000, 'x'), Buffer.from('\n%%EOF\n')])

/** What there is of files, uploads and objects that are to stay. */
async function counts({ db }: TestApp = app) {
  const of = async (table: 'files' | 'uploads' | 'upload_parts' | 'doomed_objects') =>
    (await db.selectFrom(table).selectAll().execute()).length
  return {
    files: await of('files'),
    uploads: await of('uploads'),
    parts: await of('upload_parts'),
    doomed: await of('doomed_objects')
  }
}

function done<T>(result: PromiseSettledResult<T>): T {
  return result.status === 'fulfilled' ? result.value : assert.fail(String(result.reason))
}

test('a photo that was sent in parts is a file, and comes back drawn anew', async () => {
  const file = await addFile(owner, home.id, photo, 'C:\\Users\\olga\\..\\roof.jpg')
  assert.deepEqual([file.type, file.width, file.height, file.name], ['image/jpeg', 64, 48, 'roof.jpg'])
  const bytes = await owner.call(api.getFile, { params: { fileId: file.id }, query: {} })
  assert.equal((bytes as unknown as Buffer).length, file.bytes)
  assert.equal((bytes as unknown as Buffer).includes('kanarienvogel'), false)
})

// ASVS 5.1.1
test('each accepted type becomes what it should, whatever it is called', async () => {
  const given = [await picture('png'), await picture('webp'), heic, pdf()]
  const files = await Promise.all(given.map((bytes) => addFile(owner, home.id, bytes, '../../etc/passwd')))
  assert.deepEqual(
    files.map(({ type }) => type),
    ['image/png', 'image/webp', 'image/jpeg', 'application/pdf']
  )
  assert.deepEqual(
    files.map(({ name }) => name),
    given.map(() => 'passwd')
  )
})

// ASVS 3.2.1, 5.3.1, 5.4.1, 5.4.2
test('a file is served as nothing that a browser would run, under a name of ours', async () => {
  const paper = await addFile(owner, home.id, pdf('<script>alert(1)</script>'), 'a".html')
  const { headers } = await owner.send(api.getFile, { params: { fileId: paper.id }, query: {} })
  assert.equal(headers['content-type'], 'application/pdf')
  assert.equal(headers['content-disposition'], 'attachment; filename="honeydue-2026-03-10.pdf"')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
  assert.equal(headers['cache-control'], 'private, no-cache')
  for (const directive of ["default-src 'none'", 'sandbox'])
    assert.match(String(headers['content-security-policy']), new RegExp(directive))
  const thumbnail = await owner.problem(api.getFile, { params: { fileId: paper.id }, query: { size: 'thumbnail' } })
  assert.equal(thumbnail.code, 'file_not_found')
})

test('what the browser has already is not sent again, as long as one may read it', async () => {
  const file = await addFile(owner, home.id, photo)
  for (const size of ['full', 'thumbnail'] as const) {
    const first = await owner.send(api.getFile, { params: { fileId: file.id }, query: { size } })
    const again = { params: { fileId: file.id }, query: { size }, ifNoneMatch: String(first.headers.etag) }
    const second = await owner.send(api.getFile, again)
    assert.deepEqual([second.statusCode, second.body], [304, ''])
    const stranger = await app.person('Sam')
    assert.equal((await stranger.send(api.getFile, again)).statusCode, 404)
  }
})

// ASVS 8.3.1, 8.3.2
test('who is a member reads, who is none any more does not from the next request on, and who added it always does', async () => {
  const { residence, owner: boss, member, viewer, stranger } = await makeHousehold(app)
  const file = await addFile(member, residence.id, photo)
  const status = async (person: typeof boss) =>
    (await person.send(api.getFile, { params: { fileId: file.id }, query: {} })).statusCode
  assert.deepEqual([await status(boss), await status(viewer), await status(stranger)], [200, 200, 404])
  await addMember(app, residence, stranger, 'viewer')
  assert.equal(await status(stranger), 200)
  for (const { userId } of [stranger, member])
    await boss.call(removeMember, { params: { residenceId: residence.id, userId } })
  assert.deepEqual([await status(stranger), await status(member)], [404, 200])
})

test('an upload goes on where it stopped, in parts of any length, and nothing is doubled or left out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 16_384, max: 40_000 }), { minLength: 1, maxLength: 5 }),
      async (lengths) => {
        const { id } = await owner.call(api.beginUpload, { params, body: { size: large.length } })
        const uploadId = { params: { uploadId: id } }
        for (const length of lengths) {
          const upload = await owner.call(api.getUpload, uploadId)
          if (upload.received === upload.size) break
          await sendNext(owner, upload, large.subarray(0, upload.received + length))
          const again = {
            ...uploadId,
            query: { offset: upload.received },
            bytes: new Uint8Array(large.subarray(0, 16_384))
          }
          assert.equal((await owner.problem(api.sendUploadPart, again)).code, 'upload_offset_wrong')
        }
        const rest = await owner.call(api.getUpload, uploadId)
        if (rest.received < rest.size) {
          assert.equal((await owner.problem(api.finishUpload, uploadId)).code, 'upload_incomplete')
          await sendNext(owner, rest, large)
        }
        const file = await owner.call(api.finishUpload, uploadId)
        const bytes: unknown = await owner.call(api.getFile, { params: { fileId: file.id }, query: {} })
        assert.deepEqual(bytes, large)
      }
    ),
    { numRuns: 6 }
  )
})

test('a part that is too short, too long, empty or no bytes is refused and adds nothing', async () => {
  const { id } = await owner.call(api.beginUpload, { params, body: { size: large.length } })
  const part = (bytes: Uint8Array<ArrayBuffer>) => ({ params: { uploadId: id }, query: { offset: 0 }, bytes })
  for (const length of [0, 16_383, large.length + 1]) {
    const bytes = new Uint8Array(Buffer.concat([large, large]).subarray(0, length))
    assert.equal((await owner.problem(api.sendUploadPart, part(bytes))).code, 'upload_part_wrong', String(length))
  }
  const tooLong = new Uint8Array(api.fileLimits.partBytes + 1)
  assert.equal((await owner.problem(api.sendUploadPart, part(tooLong))).code, 'body_too_large')
  for (const type of ['application/json', 'multipart/form-data', 'image/jpeg', '']) {
    const answer = await owner.send(api.sendUploadPart, {
      ...part(new Uint8Array(20_000)),
      headers: { 'content-type': type }
    })
    assert.equal(answer.statusCode, 415, type)
  }
  assert.equal((await owner.call(api.getUpload, { params: { uploadId: id } })).received, 0)
  await owner.call(api.cancelUpload, { params: { uploadId: id } })
  assert.equal((await owner.problem(api.getUpload, { params: { uploadId: id } })).code, 'upload_not_found')
})

test('the same part twenty times at once is one part', async () => {
  const { id } = await owner.call(api.beginUpload, { params, body: { size: large.length } })
  const part = { params: { uploadId: id }, query: { offset: 0 }, bytes: new Uint8Array(large.subarray(0, 20_000)) }
  const answers = await race(20, () => owner.send(api.sendUploadPart, part))
  const statuses = answers.map(done).map(({ statusCode }) => statusCode)
  assert.deepEqual(
    [200, 409].map((status) => statuses.filter((each) => each === status).length),
    [1, 19]
  )
  await owner.call(api.cancelUpload, { params: { uploadId: id } })
})

test('finished ten times at once, and once more later, it is one file', async () => {
  const { id } = await send(owner, home.id, pdf('once'))
  const before = await counts()
  const files = (await race(10, () => owner.call(api.finishUpload, { params: { uploadId: id } }))).map(done)
  files.push(await owner.call(api.finishUpload, { params: { uploadId: id } }))
  assert.deepEqual(new Set(files.map((file) => JSON.stringify(file))).size, 1)
  assert.equal((await counts()).files, before.files + 1)
  app.clock.advance({ hours: 1 })
  await app.db.insertInto('outbox').values({ name: 'files.sweep', payload: '{}' }).execute()
  await app.runJobs()
  assert.equal((await counts()).doomed, 0)
  assert.equal((await owner.send(api.getFile, { params: { fileId: id }, query: {} })).statusCode, 200)
})

test('nobody but who began an upload sees, sends, finishes or cancels it, nor they when they are no member any more', async () => {
  const { residence, owner: boss, member, manager } = await makeHousehold(app)
  const { id } = await member.call(api.beginUpload, {
    params: { residenceId: residence.id },
    body: { size: large.length }
  })
  const path = { params: { uploadId: id } }
  const part = { ...path, query: { offset: 0 }, bytes: new Uint8Array(large.subarray(0, 20_000)) }
  const everything = async (person: typeof boss) => [
    await person.send(api.getUpload, path),
    await person.send(api.sendUploadPart, part),
    await person.send(api.finishUpload, path),
    await person.send(api.cancelUpload, path)
  ]
  for (const answer of await everything(manager)) assert.equal(answer.statusCode, 404)
  await boss.call(removeMember, { params: { residenceId: residence.id, userId: member.userId } })
  for (const answer of await everything(member)) assert.equal(answer.statusCode, 404)
})

test('into an archived home nothing is added, not even what was begun before', async () => {
  const { residence, owner: boss } = await makeHousehold(app)
  const { id } = await send(boss, residence.id, pdf())
  await boss.call(archiveResidence, { params: { residenceId: residence.id } })
  assert.equal((await boss.problem(api.finishUpload, { params: { uploadId: id } })).code, 'residence_archived')
  const more = await boss.problem(api.beginUpload, { params: { residenceId: residence.id }, body: { size: 9 } })
  assert.equal(more.code, 'residence_archived')
})

// ASVS 1.3.4, 5.2.1, 5.2.2, 5.2.6
test('what is no file of ours gets a clear answer at the earliest moment and leaves nothing', async () => {
  const before = await counts()
  const sizes: [number, string][] = [
    [0, 'file_empty'],
    [api.fileLimits.bytes + 1, 'file_too_large'],
    [2 * 1024 ** 3, 'file_too_large']
  ]
  for (const [size, code] of sizes)
    assert.equal((await owner.problem(api.beginUpload, { params, body: { size } })).code, code)

  const html = Buffer.from('<html><script>alert(1)</script>')
  const others = [
    html,
    Buffer.from('GIF89a'),
    Buffer.from('MZ\u0090'),
    Buffer.from('<svg xmlns="x"/>'),
    Buffer.from('PK\u0003\u0004'),
    Buffer.from(' %PDF-1.7'),
    Buffer.from('a')
  ]
  for (const bytes of others) {
    const { id } = await owner.call(api.beginUpload, { params, body: { size: bytes.length, name: 'photo.jpg' } })
    const part = { params: { uploadId: id }, query: { offset: 0 }, bytes: new Uint8Array(bytes) }
    assert.equal((await owner.problem(api.sendUploadPart, part)).code, 'file_type_refused', bytes.toString())
    await owner.call(api.cancelUpload, { params: { uploadId: id } })
  }

  const polyglot = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), html])
  const spoiled: [Buffer, string][] = [
    [bomb(8000, 5001), 'picture_too_large'],
    [photo.subarray(0, 600), 'file_damaged'],
    [polyglot, 'file_damaged'],
    [heic.subarray(0, 300), 'file_damaged'],
    [pdf().subarray(0, 60), 'file_damaged']
  ]
  for (const [bytes, code] of spoiled) {
    const { id } = await send(owner, home.id, bytes)
    assert.equal((await owner.problem(api.finishUpload, { params: { uploadId: id } })).code, code)
    assert.equal((await owner.problem(api.finishUpload, { params: { uploadId: id } })).code, 'upload_not_found')
  }
  assert.deepEqual(await counts(), before)
})
