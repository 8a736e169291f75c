import assert from 'node:assert/strict'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { serviceAccountOf } from '#server/platform/service-account.ts'
import { asAdmin } from '#test/cluster/fake-api-server.ts'
import { fileOfServiceAccount, serviceAccount } from '#test/doubles/service-account.ts'
import { testGoogle } from '#test/doubles/google.ts'
import { publish, published, testPods } from '../../testing-pods.ts'
import { testOperator, type TestOperator } from '../../testing-operator.ts'
import { selfSigned } from './self-signed.ts'

const key = 'FCM_SERVICE_ACCOUNT'
const rotate = ['secrets', 'rotate', 'FCM_SERVER_KEY', '--environment', 'production', '--take-over']
const account = serviceAccount('key-of-last-year')
const admin = { ...serviceAccount('key-of-the-admin'), email: 'keys@honeydue-test.iam.gserviceaccount.com' }

async function furnish({ folder }: TestOperator): Promise<void> {
  await writeFile(join(folder, 'google-ca.pem'), testingCertificate.cert)
  await writeFile(join(folder, 'admin.json'), fileOfServiceAccount(admin), { mode: 0o600 })
}

/** An installation that sends through Google, and an administrator of its account's keys. */
async function inUse(t: TestContext) {
  const google = await testGoogle(t, { account, admin, now: () => anna.now })
  const settings = {
    google: { adminKeyFile: 'admin.json', url: google.url, certificateAuthorityFile: 'google-ca.pem' }
  }
  const anna = await testOperator(t, { settings })
  await furnish(anna)
  publish(anna.fake, { [key]: fileOfServiceAccount(account) })
  const pods = testPods(anna.fake, key, (text) => [text])
  const honeydue = (...args: string[]) => anna.honeydue(...rotate, '--config', anna.config, ...args)
  const live = () => serviceAccountOf(published(anna.fake, key)) ?? assert.fail()
  return { anna, google, pods, honeydue, live }
}

test('a key of the service account is replaced: made here, both work for 70 minutes, the old one is disabled and goes', async (t) => {
  const { anna, google, honeydue, live } = await inUse(t)
  google.lag = 2
  const first = await honeydue()
  assert.equal(first.exitCode, 10, first.out + first.err)
  const { keyId, projectId, email } = live()
  assert.deepEqual([...google.keys.keys()], [account.keyId, keyId])
  assert.deepEqual([projectId, email], [account.projectId, account.email])
  assert.equal(
    google.asked.some((call) => call.includes(':disable')),
    false
  )
  anna.now = anna.now.add({ minutes: 70 })
  const last = await honeydue('--resume')
  assert.equal(last.exitCode, 0, last.out + last.err)
  assert.deepEqual([...google.keys.keys()], [keyId])
  const order = google.asked
    .filter((call) => call.includes(account.keyId) && !call.startsWith('GET'))
    .map((call) => call.replace(/ .*keys\//, ' '))
  assert.deepEqual(order, [`POST ${account.keyId}:disable`, `DELETE ${account.keyId}`])
})

test('what stands in the way is told before anything is made', async (t) => {
  const { anna, google, honeydue } = await inUse(t)
  google.denied = 403
  assert.match((await honeydue()).out, /needs the role roles\/iam\.serviceAccountKeyAdmin/)
  google.denied = undefined
  const one = google.keys.get(account.keyId) ?? assert.fail()
  for (let count = 1; count < 10; count += 1) google.keys.set(`other-${count}`, one)
  assert.match((await honeydue()).out, /has 10 keys, as many as Google allows: delete one/)
  google.skew = { hours: -3 }
  assert.match((await honeydue()).out, /refuses the key in google\.adminKeyFile: is the clock right\?/)
  await google.stop()
  const down = await honeydue()
  assert.deepEqual([down.exitCode, /localhost:\d+ does not answer\./.test(down.out)], [1, true], down.out + down.err)
  await writeFile(join(anna.folder, 'admin.json'), '{"type":"service_account"}', { mode: 0o600 })
  assert.match((await honeydue()).err, /admin\.json is not the JSON key of a service account/)
  assert.equal(
    google.asked.some((call) => call.includes('upload')),
    false
  )
})

test('a server key of former years is told from a key that is torn', async (t) => {
  for (const [text, told] of [
    [
      'AAAAbcd1234:APA91bHun4MxP5egoKMwt2KZFBaFUH',
      /holds a server key of former years, which works nowhere since 2024/
    ],
    ['{"type":"service_account"', /is not the JSON key of a service account/]
  ] as const) {
    const { anna, honeydue } = await inUse(t)
    const secrets = '/api/v1/namespaces/honeydue/secrets'
    const object = anna.fake.store.get(secrets, 'honeydue-secrets') ?? assert.fail()
    const data = { [key]: Buffer.from(text).toString('base64') }
    anna.fake.store.replace(secrets, { ...object, data }, { ...asAdmin, manager: 'kubectl' })
    const { exitCode, out } = await honeydue()
    assert.deepEqual([exitCode, told.test(out)], [1, true], out)
  }
})

test('a policy that forbids uploads stops the rotation before anything is published', async (t) => {
  const { google, honeydue, live } = await inUse(t)
  for (let times = 0; times < 3; times += 1) google.fail(400, times === 0 ? 2 : 1)
  const { exitCode, out } = await honeydue()
  assert.deepEqual([exitCode, live().keyId, google.keys.size], [3, account.keyId, 1], out)
})

test('a clock that is wrong looks like no answer, never like a refused key', async (t) => {
  const { anna, google, honeydue, live } = await inUse(t)
  assert.equal((await honeydue()).exitCode, 10)
  anna.now = anna.now.add({ minutes: 70 })
  google.skew = { hours: -3 }
  const { exitCode, out } = await honeydue('--resume')
  assert.deepEqual([exitCode, google.keys.size], [3, 2], out)
  assert.match(out, /What was done cannot be found out/)
  google.skew = { hours: 0 }
  assert.equal((await honeydue('--resume')).exitCode, 0)
  assert.deepEqual([...google.keys.keys()], [live().keyId])
})

test('a rotation is taken back: the new key goes, the old one was never touched', async (t) => {
  const { anna, google, honeydue } = await inUse(t)
  await honeydue()
  const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
  await furnish(ben)
  const back = await ben.honeydue(...rotate, '--config', ben.config, '--abort')
  assert.equal(back.exitCode, 5, back.out + back.err)
  assert.deepEqual(
    [[...google.keys.keys()], published(anna.fake, key)],
    [[account.keyId], fileOfServiceAccount(account)]
  )
})

test('in a compromise the old key goes as soon as every pod has the new one', async (t) => {
  const { google, honeydue, live, pods } = await inUse(t)
  pods.freeze()
  assert.equal((await honeydue('--compromised')).exitCode, 3)
  assert.equal(google.keys.size, 2)
  pods.thaw()
  assert.equal((await honeydue('--compromised', '--resume')).exitCode, 0)
  assert.deepEqual([...google.keys.keys()], [live().keyId])
})

/** Some of the calls of a rotation, to the cluster and to Google. */
const cuts = [
  ...[16, 22, 46].map((at) => ['cluster', at] as const),
  ...[1, 2, 4, 5].map((at) => ['Google', at] as const)
]

// ASVS 16.2.5
test('an answer that is lost loses nothing: another operator ends it with one key left, and no key is in any trace', async (t) => {
  for (const [where, cut] of cuts) {
    const { anna, google, honeydue, live } = await inUse(t)
    if (where === 'cluster') anna.fake.fail('after the effect', cut)
    else google.fail('after the effect', cut)
    const first = await honeydue('--overlap', '0')
    const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
    await furnish(ben)
    anna.now = anna.now.add({ hours: 1 })
    ben.now = anna.now
    const goOn = [...rotate, '--config', ben.config, '--overlap', '0']
    const last = first.exitCode === 0 ? first : await ben.honeydue(...goOn)
    const { keyId, privateKey } = live()
    assert.notEqual(keyId, account.keyId, `${where} ${cut}: ${last.out} ${last.err}`)
    assert.deepEqual([...google.keys.keys()], [keyId], `${where} ${cut}: ${last.out} ${last.err}`)
    await writeFile(join(anna.folder, 'admin.json'), '')
    await writeFile(join(ben.folder, 'admin.json'), '')
    const traces = (await anna.traces()) + (await ben.traces())
    for (const pem of [privateKey.reveal(), account.privateKey.reveal()])
      assert.equal(traces.includes(pem.split('\n')[1] ?? ''), false)
  }
})

test('a certificate of a key by itself says whose it is and for how long', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const now = Temporal.Instant.from('2026-11-26T20:00:00Z')
  const made = new X509Certificate(selfSigned(privateKey, { name: 'a-7', organization: 'honeyDue for Zoë' }, now))
  assert.ok(made.verify(publicKey))
  assert.deepEqual([made.subject, made.issuer], ['O=honeyDue for Zoë\nCN=a-7', made.subject])
  assert.deepEqual(
    [made.validFromDate.toISOString(), made.validToDate.toISOString()],
    ['2026-11-25T20:00:00.000Z', '2036-11-25T20:00:00.000Z']
  )
})
