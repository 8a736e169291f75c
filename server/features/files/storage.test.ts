import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import * as api from '#contract/files.ts'
import { deleteResidence } from '#contract/residences.ts'
import { eraseAccount } from '#server/features/accounts/erase-queries.ts'
import { s3 } from '#server/gateways/files/s3.ts'
import { Secret } from '#server/platform/secret.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import { addMember, makeHousehold, makeResidence } from '#test/make-residence.ts'
import { makeFile } from '#test/make-file.ts'
import { noise, pdf, picture } from '#test/picture.ts'
import { race } from '#test/race.ts'
import { testS3 } from '#test/s3.ts'
import { addFile, send } from '#test/upload.ts'

async function withBucket(t: TestContext) {
  const bucket = await testS3(t)
  const files = s3({
    ...bucket,
    secretKey: new Secret(bucket.secretKey),
    privateNetwork: false,
    now: Temporal.Now.instant
  })
  const app = await testApp(t, { files })
  const owner = await app.person('Olga')
  const home = await makeResidence(owner)
  return { bucket, app, owner, home }
}

async function sweep(app: TestApp): Promise<void> {
  await app.db.insertInto('outbox').values({ name: 'files.sweep', payload: '{}' }).execute()
  await app.runJobs()
}

async function retryJobs(app: TestApp): Promise<void> {
  await app.database.pool.query('update graphile_worker._private_jobs set run_at = now() where locked_at is null')
  await app.runJobs()
}

/** How much the tables say is stored and awaited, and what it adds up to. */
async function books({ database: { pool } }: TestApp) {
  const { rows } = await pool.query<{ kept: string; counted: string }>(`
    select (select json_agg(h order by h) from (select stored, awaited from home_storage where stored + awaited > 0) h)::text as kept,
      (select json_agg(c order by c) from (
        select coalesce((select sum(stored_bytes) from files where residence_id = residences.id), 0) as stored,
          coalesce((select sum(size) from uploads where residence_id = residences.id), 0) as awaited from residences) c
        where stored + awaited > 0)::text as counted`)
  return rows[0]
}

const body = (size: number) => ({ body: { size } })

test('of fifty uploads at once no more begin than there is room for, in one home or for one person', async (t) => {
  const app = await testApp(t, { storageLimits: { homeBytes: 1000, personBytes: 600 } })
  const { residence, owner, member, manager } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const begin = async (person: Person) => (await person.send(api.beginUpload, { params, ...body(100) })).statusCode
  const alone = await race(50, () => begin(owner))
  assert.equal(alone.filter((answer) => answer.status === 'fulfilled' && answer.value === 201).length, 6)
  const others = await race(50, (index) => begin(index % 2 ? member : manager))
  assert.equal(others.filter((answer) => answer.status === 'fulfilled' && answer.value === 201).length, 4)
  const { kept, counted } = (await books(app)) ?? assert.fail()
  assert.equal(kept, counted)
  assert.equal((await owner.problem(api.beginUpload, { params, ...body(100) })).code, 'storage_full')
  app.clock.advance({ hours: 25 })
  await sweep(app)
  assert.equal(await begin(owner), 201, 'what nobody finished makes room')
})

test('a file counts with what it really takes, and one that would take too much is not kept', async (t) => {
  const [paper, photo] = [pdf('x'.repeat(400)), await noise(400, 1)]
  const homeBytes = paper.length + photo.length // and none for the thumbnail
  const app = await testApp(t, { storageLimits: { homeBytes, personBytes: 10_000 } })
  const owner = await app.person('Olga')
  const home = await makeResidence(owner)
  const { bytes } = await addFile(owner, home.id, paper)
  assert.equal((await books(app))?.kept, `[{"stored":${bytes},"awaited":0}]`)
  const { id } = await send(owner, home.id, photo)
  assert.equal((await owner.problem(api.finishUpload, { params: { uploadId: id } })).code, 'storage_full')
  await owner.call(api.cancelUpload, { params: { uploadId: id } })
  await app.runJobs()
  assert.deepEqual(await app.db.selectFrom('doomed_objects').selectAll().execute(), [])
  assert.equal((await books(app))?.kept, `[{"stored":${bytes},"awaited":0}]`)
})

test('with the storage down a file is neither added nor opened, nothing is left, and finishing later needs no second sending', async (t) => {
  const { bucket, app, owner, home } = await withBucket(t)
  const { id: old } = await addFile(owner, home.id, pdf('before'))
  const { id } = await send(owner, home.id, await picture('png'))
  await bucket.stop()
  const finishing = await owner.send(api.finishUpload, { params: { uploadId: id } })
  const opening = await owner.send(api.getFile, { params: { fileId: old }, query: {} })
  for (const answer of [finishing, opening]) {
    assert.deepEqual([answer.statusCode, answer.json<{ code: string }>().code], [503, 'storage_unavailable'])
    assert.equal(answer.headers['retry-after'], '10')
  }
  assert.equal((await app.db.selectFrom('files').selectAll().execute()).length, 1)
  await bucket.start()
  await retryJobs(app)
  assert.equal(bucket.versions().length, 1)
  const file = await owner.call(api.finishUpload, { params: { uploadId: id } })
  assert.equal((await owner.send(api.getFile, { params: { fileId: file.id }, query: {} })).statusCode, 200)
  assert.equal(bucket.versions().length, 3)
})

test('when the storage ends between picture and thumbnail, neither stays', async (t) => {
  const { bucket, app, owner, home } = await withBucket(t)
  const { id } = await send(owner, home.id, await picture('png'))
  const put = app.files.put
  let writes = 0
  Object.assign(app.files, {
    put: async (key: string, bytes: Buffer) => (await put(key, bytes), (writes += 1) === 1 && bucket.stop())
  })
  assert.equal((await owner.problem(api.finishUpload, { params: { uploadId: id } })).code, 'storage_unavailable')
  assert.equal(bucket.versions().length, 1)
  await bucket.start()
  await retryJobs(app)
  assert.deepEqual(bucket.versions(), [])
})

test('an object whose process died before there was a file is removed when its time is over', async (t) => {
  const { bucket, app } = await withBucket(t)
  const key = 'aa/aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'
  const keptUntil = app.clock.now().add({ minutes: 30 }).toString()
  await app.db.insertInto('doomed_objects').values({ object_key: key, kept_until: keptUntil }).execute()
  await app.files.put(key, Buffer.from('written before the power went'))
  await sweep(app)
  assert.equal(bucket.versions().length, 1)
  app.clock.advance({ minutes: 31 })
  await sweep(app)
  assert.deepEqual(bucket.versions(), [])
})

test('a file that nothing shows is swept after a day, one that is attached stays', async (t) => {
  const { bucket, app, owner, home } = await withBucket(t)
  const [loose, shown] = [await makeFile(app, owner, home.id), await makeFile(app, owner, home.id)]
  await app.db.updateTable('residences').set({ photo_id: shown.id }).where('id', '=', home.id).execute()
  await sweep(app)
  app.clock.advance({ hours: 25 })
  await sweep(app)
  assert.equal((await owner.problem(api.getFile, { params: { fileId: loose.id }, query: {} })).code, 'file_not_found')
  assert.equal((await owner.send(api.getFile, { params: { fileId: shown.id }, query: {} })).statusCode, 200)
  assert.equal(bucket.versions().length, 2)
})

test('a home takes its files along, a person theirs, from the storage too; while it is down it is tried again', async (t) => {
  const { bucket, app, owner, home } = await withBucket(t)
  const ben = await app.person('Ben')
  await addMember(app, home, ben, 'member')
  const other = await makeResidence(owner)
  for (const [person, { id }] of [
    [owner, home],
    [ben, home],
    [owner, other]
  ] as const)
    await makeFile(app, person, id)
  await send(ben, home.id, pdf())

  await bucket.stop()
  app.log.expectErrors()
  await app.db.transaction().execute((tx) => eraseAccount(tx, ben.userId))
  await owner.call(deleteResidence, { params: { residenceId: other.id } })
  await app.runJobs()
  assert.equal(bucket.versions().length, 6)
  await bucket.start()
  await retryJobs(app)
  assert.equal(bucket.versions().length, 2)
  const { kept, counted } = (await books(app)) ?? assert.fail()
  assert.equal(kept, counted)
  await owner.call(deleteResidence, { params: { residenceId: home.id } })
  await app.runJobs()
  assert.deepEqual(bucket.versions(), [])
})

test('who added a file deletes it, of others it takes a manager, and the object goes at once', async (t) => {
  const { app, bucket } = await withBucket(t)
  const { residence, manager, member, viewer, owner } = await makeHousehold(app)
  const [one, two] = [await makeFile(app, member, residence.id), await makeFile(app, owner, residence.id)]
  const path = ({ id }: { id: string }) => ({ params: { fileId: id } })
  assert.equal((await viewer.problem(api.deleteFile, path(one))).code, 'not_allowed')
  assert.equal((await member.problem(api.deleteFile, path(two))).code, 'not_allowed')
  await member.call(api.deleteFile, path(one))
  await manager.call(api.deleteFile, path(two))
  assert.equal((await member.problem(api.deleteFile, path(one))).code, 'file_not_found')
  await app.runJobs()
  assert.deepEqual(bucket.versions(), [])
})
