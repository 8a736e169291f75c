import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { test, type TestContext } from 'node:test'
import { setResidencePhoto } from '#contract/files.ts'
import * as api from '#contract/privacy.ts'
import { eraseAccount } from '#server/features/accounts/erase-queries.ts'
import { makeContext } from '#server/platform/make-context.ts'
import { s3 } from '#server/gateways/files/s3.ts'
import { newId } from '#server/platform/ids.ts'
import { Secret } from '#server/platform/secret.ts'
import { transact } from '#server/platform/transaction.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import { makeFile } from '#test/make-file.ts'
import { makeResidence } from '#test/make-residence.ts'
import { testS3 } from '#test/s3.ts'
import { unzip } from '#test/unzip.ts'
import { finishArchive, saveArchive } from './archive-queries.ts'
import { keepArchive, sendArchive } from './archives.ts'

/** Somebody whose data is more than one part. */
async function withMuch(t: TestContext) {
  const bucket = await testS3(t)
  const secretKey = new Secret(bucket.secretKey)
  const app = await testApp(t, {
    files: s3({ ...bucket, secretKey, privateNetwork: false, now: Temporal.Now.instant })
  })
  const anna = await app.person('Anna')
  const home = await makeResidence(anna)
  const photo = await makeFile(app, anna, home.id, 'ab'.repeat(9 * 1024 ** 2))
  await anna.call(setResidencePhoto, { params: { residenceId: home.id }, body: { photoId: photo.id } })
  const objects = () => bucket.versions().length
  return { bucket, app, anna, photo, objects, before: objects() }
}

async function download(person: Person) {
  const { token } = await person.call(api.createExportLink)
  return person.send(api.downloadExport, { body: { token } })
}

async function retryJobs(app: TestApp): Promise<void> {
  await app.database.pool.query('update graphile_worker._private_jobs set run_at = now() where locked_at is null')
  await app.runJobs()
}

test('an archive lies in the bucket in parts and comes back whole; a new one, or none any more, leaves nothing of it there', async (t) => {
  const { app, anna, photo, objects, before } = await withMuch(t)
  await anna.call(api.requestExport)
  await app.runJobs()
  assert.equal(objects(), before + 3)

  const { headers, rawPayload } = await download(anna)

  assert.equal(Number(headers['content-length']), rawPayload.length)
  assert.equal((await anna.call(api.getExport)).export?.bytes, rawPayload.length)
  const content = unzip(rawPayload).get(`homes/1 Lindenstraße 7/files/${photo.id}.jpg`)
  assert.ok(content === 'ab'.repeat(9 * 1024 ** 2))
  await anna.call(api.requestExport)
  await app.runJobs()
  assert.equal(objects(), before + 3)
  await transact(app.db, (tx) => eraseAccount(tx, anna.userId))
  await app.runJobs()
  assert.equal(objects(), 0)
})

test('while the bucket does not answer the archive waits and the download says so; afterwards both go on, with nothing left over', async (t) => {
  const { bucket, app, anna, objects, before } = await withMuch(t)
  await anna.call(api.requestExport)
  await bucket.stop()
  app.log.expectErrors()
  await app.runJobs()
  assert.equal((await anna.call(api.getExport)).export?.state, 'waiting')
  await bucket.start()
  await retryJobs(app)
  assert.equal((await anna.call(api.getExport)).export?.state, 'ready')

  await bucket.stop()
  assert.equal((await download(anna)).json().code, 'storage_unavailable')
  await bucket.start()
  assert.equal((await download(anna)).statusCode, 200)
  app.clock.advance({ hours: 24 })
  await app.db.insertInto('outbox').values({ name: 'files.sweep', payload: '{}' }).execute()
  await app.runJobs()
  assert.equal(objects(), before)
})

test('a bucket that falls silent in the middle of a download breaks the line: what is saved is never taken for the whole', async (t) => {
  const { bucket, app, anna } = await withMuch(t)
  await anna.call(api.requestExport)
  await app.runJobs()
  const { token } = await anna.call(api.createExportLink)
  app.log.expectErrors()
  bucket.answerNext('pass', 'slow down', 'slow down')
  await assert.rejects(anna.send(api.downloadExport, { body: { token } }))
})

test('an archive above its limit is none, and nobody opens another’s or one that is not whole', async (t) => {
  const app = await testApp(t)
  const [anna, berta] = [await app.person('Anna'), await app.person('Berta')]
  const ctx = makeContext(
    app.ground,
    { kind: 'job', name: 'a test' },
    { requestId: 'test', ip: undefined, userAgent: '' }
  )
  const keep = async (limitBytes: number) => {
    const [id, { userId }] = [newId(), anna]
    const expiresAt = app.clock.now().add({ hours: 1 }).toString()
    await ctx.write((tx) => saveArchive(tx, { id, userId, expiresAt }))
    const content = Readable.from([randomBytes(600), randomBytes(600)])
    return { id, bytes: await keepArchive(ctx, app.files, { id, userId, content, limitBytes }) }
  }
  const opens = async (id: string, { userId }: Person) =>
    (await sendArchive(ctx, app.files, { id, userId, name: 'a.zip' })) !== undefined

  const large = await keep(1199)
  assert.equal(large.bytes, undefined)
  assert.equal(await opens(large.id, anna), false)
  const fitting = await keep(1200)
  assert.equal(fitting.bytes, 1200)
  assert.equal(await opens(fitting.id, anna), false)
  await ctx.write((tx) => finishArchive(tx, fitting.id, 1200))
  assert.deepEqual([await opens(fitting.id, anna), await opens(fitting.id, berta)], [true, false])
  app.clock.advance({ hours: 1 })
  assert.equal(await opens(fitting.id, anna), false)
  await app.runJobs()
})
