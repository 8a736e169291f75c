import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { AwsV4Signer } from 'aws4fetch'
import { Secret } from '#server/platform/secret.ts'
import { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'
import { temporaryFolder } from '#test/embedded.ts'
import { testS3, type TestS3 } from '#test/s3.ts'
import { smallDisk } from '#test/small-disk.ts'
import { newKey, StorageError, type FileStorage } from './file-storage.ts'
import { localFolder } from './local-folder.ts'
import { openFiles } from './open-files.ts'
import { s3, type S3Options } from './s3.ts'

function inBucket(bucket: TestS3, other: Partial<S3Options> = {}): FileStorage {
  const secretKey = new Secret(bucket.secretKey)
  return s3({ ...bucket, secretKey, privateNetwork: false, now: Temporal.Now.instant, ...other })
}

const storages: Record<string, (t: TestContext) => Promise<FileStorage>> = {
  'a folder': async (t) => localFolder(join(await temporaryFolder(t), 'files')),
  'a bucket': async (t) => inBucket(await testS3(t)),
  'a bucket without versions': async (t) => inBucket(await testS3(t, { versionless: true }))
}

for (const [name, open] of Object.entries(storages)) {
  test(`${name} gives back what was put there, until it is removed`, async (t) => {
    const storage = await open(t)
    const files = [Buffer.alloc(0), Buffer.from('<&>"'), randomBytes(300_000)]
    const keys = files.map(() => newKey())
    for (const [index, key] of keys.entries()) await storage.put(key, files[index] ?? assert.fail())
    for (const [index, key] of keys.entries()) assert.deepEqual(await storage.read(key), files[index])
    const [first = '', second = ''] = keys
    await storage.remove(first)
    await assert.rejects(storage.read(first), StorageError)
    assert.deepEqual(await storage.read(second), files[1])
  })

  // ASVS 5.3.2
  test(`${name} lets what is not there be removed, and nothing be named but by our names`, async (t) => {
    const storage = await open(t)
    await storage.remove(newKey())
    for (const key of ['', '../x', 'aa/../../etc/passwd', `${newKey()}/..`, newKey().toUpperCase(), `${newKey()}\n`]) {
      await assert.rejects(storage.put(key, Buffer.from('x')), TypeError)
      await assert.rejects(storage.read(key), TypeError)
      await assert.rejects(storage.remove(key), TypeError)
    }
  })

  test(`${name} that works is found to`, async (t) => {
    await (await open(t)).check()
  })
}

test('in a folder only its owner reads, and a file is there whole or not at all', async (t) => {
  const folder = join(await temporaryFolder(t), 'files')
  const storage = localFolder(folder)
  const key = newKey()
  await storage.put(key, Buffer.from('a roof'))
  assert.equal((await stat(join(folder, key))).mode & 0o077, 0)
  assert.equal((await stat(join(folder, key, '..'))).mode & 0o077, 0)
  assert.deepEqual(await readdir(join(folder, key, '..')), [key.slice(3)])

  const other = newKey()
  await mkdir(join(folder, other.slice(0, 2)), { recursive: true })
  await writeFile(join(folder, `${other}.part`), 'what a power cut left')
  await assert.rejects(storage.read(other), StorageError)
  await storage.remove(other)
  assert.equal(existsSync(join(folder, `${other}.part`)), false)
})

test('a folder that is gone, no folder, or full says that files cannot be kept, and leaves nothing behind', async (t) => {
  const folder = await temporaryFolder(t)
  await writeFile(join(folder, 'file'), '')
  await assert.rejects(localFolder(join(folder, 'file')).put(newKey(), Buffer.from('x')), StorageError)
  const disk = await smallDisk(t, 1)
  if (!disk) return
  const key = newKey()
  await assert.rejects(localFolder(disk).put(key, randomBytes(2_000_000)), StorageError)
  await localFolder(disk).remove(key)
  assert.deepEqual(await readdir(join(disk, key.slice(0, 2))), [])
  await rm(join(disk, key.slice(0, 2)), { recursive: true })
})

test('of a bucket that keeps every version nothing is left of what was removed, marks of a former deletion neither', async (t) => {
  const bucket = await testS3(t)
  const storage = inBucket(bucket)
  const [key, kept] = [newKey(), newKey()]
  for (const bytes of ['first', 'second']) await storage.put(key, Buffer.from(bytes))
  await storage.put(kept, Buffer.from('kept'))
  await inBucket(bucket).remove(key)
  assert.deepEqual(
    bucket.versions().map(({ key: left }) => left),
    [kept]
  )
})

test('what a busy bucket or a cut line refuses once is asked again; a lasting refusal is not', async (t) => {
  const bucket = await testS3(t)
  const storage = inBucket(bucket)
  const key = newKey()
  bucket.answerNext('slow down')
  await storage.put(key, randomBytes(200_000))
  bucket.answerNext('cut')
  await storage.put(key, Buffer.from('whole'))
  bucket.answerNext('half')
  assert.equal((await storage.read(key)).toString(), 'whole')
  bucket.answerNext('slow down', 'slow down')
  await assert.rejects(storage.put(key, Buffer.from('x')), StorageError)
  const before = bucket.log.length
  await assert.rejects(storage.read(newKey()), StorageError)
  assert.equal(bucket.log.length, before + 1)
})

test('a bucket that is gone says that files cannot be kept, and works again when it is back', async (t) => {
  const bucket = await testS3(t)
  const storage = inBucket(bucket)
  await bucket.stop()
  for (const act of [
    () => storage.put(newKey(), Buffer.from('x')),
    () => storage.read(newKey()),
    () => storage.remove(newKey()),
    () => storage.check()
  ])
    await assert.rejects(act, StorageError)
  await bucket.start()
  await storage.check()
  assert.deepEqual(bucket.versions(), [])
})

test('with another key, region, bucket or time the bucket opens nothing, and the reason is told', async (t) => {
  const bucket = await testS3(t)
  const wrong: [Partial<S3Options>, RegExp][] = [
    [{ secretKey: new Secret('another') }, /403 SignatureDoesNotMatch/],
    [{ keyId: 'another' }, /403 InvalidAccessKeyId/],
    [{ region: 'us-west-004' }, /403 SignatureDoesNotMatch/],
    [{ bucket: 'another' }, /404 NoSuchBucket/],
    [{ now: () => Temporal.Now.instant().add({ minutes: 20 }) }, /403 RequestTimeTooSkewed/]
  ]
  for (const [other, reason] of wrong) {
    const error: unknown = await inBucket(bucket, other)
      .check()
      .then(
        () => undefined,
        (thrown: unknown) => thrown
      )
    assert.ok(error instanceof StorageError)
    assert.match(error.message, reason)
  }
  assert.deepEqual(bucket.versions(), [])
})

test('the bucket refuses what B2 refuses: checksums, forms, and bytes that are not those that were signed', async (t) => {
  const bucket = await testS3(t)
  const ask = (method: string, headers: Record<string, string>) =>
    fetch(`${bucket.endpoint}/${bucket.bucket}/x`, { method, headers, ...(method !== 'GET' && { body: 'x' }) })
  const answers = [
    await ask('PUT', { 'x-amz-checksum-crc32': 'AAAAAA==' }),
    await ask('POST', {}),
    await ask('PUT', {}),
    await ask('GET', { authorization: 'AWS4-HMAC-SHA256 Credential=x' })
  ]
  const url = `${bucket.endpoint}/${bucket.bucket}/x`
  const {
    bucket: _name,
    endpoint: _address,
    ...key
  } = { ...bucket, accessKeyId: bucket.keyId, secretAccessKey: bucket.secretKey }
  const headers = { 'x-amz-content-sha256': createHash('sha256').update('y').digest('hex') }
  const signed = await new AwsV4Signer({ ...key, url, method: 'PUT', service: 's3', headers }).sign()
  answers.push(await fetch(url, { method: 'PUT', headers: signed.headers, body: 'x' }))
  assert.deepEqual(
    answers.map(({ status }) => status),
    [400, 405, 403, 403, 400]
  )
  for (const answer of answers) assert.match(await answer.text(), /<Error>\s*<Code>\w+<\/Code>/)
})

/** The bucket as the product opens it, with the key that the file names. */
function watchedBucket({ endpoint, region, bucket, keyId, secretKey }: TestS3) {
  const first = { keyId, secretKey }
  const file = { text: JSON.stringify(first) }
  const s3Key = new WatchedSecret({ name: 's3.json', value: file.text })
  s3Key.readBy(() => file.text)
  const config = { endpoint, region, bucket, privateNetwork: false }
  const limits = { homeBytes: 1, personBytes: 1 }
  const s3SecretKey = new WatchedSecret({ name: 'S3_SECRET_KEY' })
  const storage = openFiles({ files: { folder: '', limits, s3: config } }, { s3Key, s3SecretKey })
  const publish = (key: object) => ((file.text = JSON.stringify(key)), s3Key.offer(file.text))
  return { storage, s3Key, file, first, publish }
}
const second = { keyId: '003fa1f0c0d1e2f0000000002', secretKey: 'K003anotherSecretPartOfAKeyOfOurs' }

// ASVS 13.3.4
test('the key of the bucket changes under running work: nothing fails, a refused one changes nothing, the old one can go', async (t) => {
  const bucket = await testS3(t)
  const { storage, s3Key, first, publish } = watchedBucket(bucket)
  const files = (count: number) =>
    Promise.all(
      Array.from({ length: count }, async () => {
        const key = newKey()
        await storage.put(key, Buffer.from('x'))
        return storage.read(key)
      })
    )
  const before = files(10)
  await publish(second)
  assert.equal(s3Key.lastError?.code, 'InvalidAccessKeyId')
  bucket.keys.set(second.keyId, 'another secret part')
  await publish({ ...second, secretKey: 'K003yetAnother' })
  assert.equal(s3Key.lastError?.code, 'SignatureDoesNotMatch')
  bucket.keys.set(second.keyId, second.secretKey)
  const during = files(10)
  await publish(second)
  await during
  bucket.keys.delete(first.keyId)
  await Promise.all([before, files(10)])
  assert.deepEqual([s3Key.active?.reveal(), storage.isDown], [JSON.stringify(second), false])
})

test('a key that is refused: the file is read once more, then the former key tried, then it fails', async (t) => {
  const bucket = await testS3(t)
  const { storage, s3Key, file, first } = watchedBucket(bucket)
  bucket.keys.clear()
  bucket.keys.set(second.keyId, second.secretKey)
  file.text = JSON.stringify(second)
  await storage.put(newKey(), Buffer.from('x'))
  bucket.keys.clear()
  bucket.keys.set(first.keyId, first.secretKey)
  await storage.put(newKey(), Buffer.from('x'))
  assert.deepEqual([s3Key.active?.reveal(), s3Key.lastError?.code], [JSON.stringify(first), 'InvalidAccessKeyId'])
  bucket.keys.clear()
  await assert.rejects(storage.put(newKey(), Buffer.from('x')), StorageError)
})
