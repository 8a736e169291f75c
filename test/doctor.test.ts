import assert from 'node:assert/strict'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { testDatabase } from './database.ts'
import { apnsKey, fileOfApnsKey, testApns } from './doubles/apns.ts'
import { testAppStore } from './doubles/app-store/app-store.ts'
import { testFcm } from './doubles/fcm.ts'
import { testGooglePlay } from './doubles/google-play.ts'
import { fileOfServiceAccount, serviceAccount } from './doubles/service-account.ts'
import { monthly, testStripe } from './doubles/stripe.ts'
import { testS3 } from './s3.ts'
import { freePort, startHoneyDue } from './honeydue-process.ts'

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'honeydue-test-'))
  t.after(() => rm(path, { recursive: true, force: true }))
  return path
}

async function doctor(args: readonly string[], port?: number) {
  const { code, output } = await startHoneyDue(['doctor', ...args], port ?? (await freePort())).exit
  const lines = output.split('\n')
  return {
    code,
    output,
    wrong: lines.filter((line) => line.startsWith('✗')),
    fine: lines.filter((line) => line.startsWith('✓'))
  }
}

/** Settings for a server that is not the embedded one, with a key that only its owner reads. */
async function settings(t: TestContext, { url = '', more = '' } = {}) {
  const path = await folder(t)
  const config = join(path, 'config.yaml')
  await writeFile(join(path, 'SECRET_KEY'), 'k'.repeat(40), { mode: 0o600 })
  await writeFile(config, `database: { url: "${url}" }\nsecretsFolder: ${path}\ndataFolder: ${path}\n${more}`)
  return { path, args: ['--config', config] }
}

test('nothing is wrong with an installation that works', async (t) => {
  const { url } = await testDatabase(t)
  const { args } = await settings(t, { url })
  const { code, wrong, fine } = await doctor(args)
  assert.deepEqual(wrong, [])
  assert.equal(code, 0)
  for (const name of [
    'data folder',
    'secrets',
    'web client',
    'database',
    'schema',
    'walls',
    'board counts',
    'mail',
    'files'
  ]) {
    assert.ok(
      fine.some((line) => line.includes(name)),
      name
    )
  }
})

test('a folder before its first start is fine, and doctor does not begin anything in it', async (t) => {
  const path = await folder(t)
  const { code, wrong, output } = await doctor(['--data', path])
  assert.deepEqual([code, wrong], [0, []])
  assert.match(output, /✓ secrets: the first start makes them/)
  assert.match(output, /✓ database: the first start makes it/)
  assert.deepEqual(await readdir(path), [])
})

test('beside a running honeyDue doctor sees that it runs; once it has stopped, doctor examines what it left', async (t) => {
  const path = await folder(t)
  const port = await freePort()
  const running = startHoneyDue(['all', '--data', path], port)
  t.after(() => running.stop('SIGKILL'))
  await running.ready
  const beside = await doctor(['--data', path], port)
  assert.deepEqual([beside.code, beside.wrong], [0, []], beside.output)
  assert.match(beside.output, /honeyDue is running there.*in use.*stop it to have its content examined/s)
  await running.stop()

  const after = await doctor(['--data', path], port)
  assert.deepEqual([after.code, after.wrong], [0, []], after.output)
  assert.ok(after.fine.includes('✓ board counts'))
  await rm(join(path, 'secrets'), { recursive: true })
  const without = await doctor(['--data', path], port)
  assert.deepEqual([without.code, without.wrong.length], [1, 1], without.output)
  assert.equal((await startHoneyDue(['all', '--data', path], port).exit).code, 78, 'no new key beside old data')
  assert.match(without.output, /SECRET_KEY is missing\n {4}Put the key back from your backup/)
})

test('beside a running honeyDue that sells something doctor counts what needs a human', async (t) => {
  const stripe = await testStripe(t)
  const more = `subscriptions: { stripe: { products: { ${monthly}: pro }, standIn: "${stripe.url}" } }\n`
  const path = await folder(t)
  const config = join(path, 'config.yaml')
  await writeFile(config, `dataFolder: ${path}\nsecretsFolder: ${path}\n${more}`)
  await writeFile(join(path, 'STRIPE_KEY'), stripe.key, { mode: 0o600 })
  await writeFile(join(path, 'STRIPE_WEBHOOK_SECRET'), stripe.secrets.join('\n'), { mode: 0o600 })
  const port = await freePort()
  const running = startHoneyDue(['all', '--config', config], port)
  t.after(() => running.stop('SIGKILL'))
  await running.ready
  const beside = await doctor(['--config', config], port)
  assert.deepEqual([beside.code, beside.wrong], [0, []], beside.output)
  assert.ok(beside.fine.includes('✓ purchases'), beside.output)
})

test('each thing that is wrong is named with a way to mend it, all in one go', async (t) => {
  const port = await freePort()
  const other = createServer().listen(port, '127.0.0.1')
  t.after(() => other.close())
  const mail = 'mail: { host: 127.0.0.1, port: 1, security: none, from: { name: x, address: a@b.example } }\n'
  const { path, args } = await settings(t, { url: 'postgres://nobody@127.0.0.1:1/none', more: mail })
  await chmod(join(path, 'SECRET_KEY'), 0o644)
  const { code, wrong, output } = await doctor(args, port)
  assert.equal(code, 1)
  assert.equal(wrong.length, 4, output)
  assert.match(wrong.join(), /secrets.*read by everybody.*port \d+.*mail.*database/s)
  assert.match(output, /chmod 600/)
  assert.match(output, /choose another port/)
})

test('the services for notices on phones are asked whether they take the keys, and what they answer is named', async (t) => {
  const { url } = await testDatabase(t)
  const key = apnsKey()
  const apple = await testApns(t, { key })
  const google = await testFcm(t)
  const more = `push: { apns: { topic: ${apple.topic}, standIn: "${apple.url}" }, fcm: { standIn: "${google.url}" } }\n`
  const { path, args } = await settings(t, { url, more })
  const without = await doctor(args)
  assert.match(without.wrong.join(), /^✗ secrets: .*APNS_KEY: must be .*FCM_SERVICE_ACCOUNT: must hold [^✗]*$/)

  await writeFile(join(path, 'APNS_KEY'), fileOfApnsKey(key), { mode: 0o600 })
  await writeFile(join(path, 'FCM_SERVICE_ACCOUNT'), fileOfServiceAccount(serviceAccount()), { mode: 0o600 })
  assert.deepEqual((await doctor(args)).wrong, [])

  apple.keys.clear()
  google.keys.clear()
  assert.deepEqual((await doctor(args)).wrong, ['✗ push: apns: InvalidProviderToken; fcm: invalid_grant'])
  assert.deepEqual([apple.sent, google.sent], [[], []])
})

test('Google Play is asked whether it lets the service account ask', async (t) => {
  const { url } = await testDatabase(t)
  const { settings: stood, account } = await testGooglePlay(t, { isPlain: true })
  const { certificateAuthority: _, ...google } = { ...stood, products: { pro_monthly: 'pro' } }
  const { path, args } = await settings(t, { url, more: `subscriptions: { google: ${JSON.stringify(google)} }\n` })
  assert.match(
    (await doctor(args)).wrong.join(),
    /^✗ secrets: .*PLAY_SERVICE_ACCOUNT: must hold .*✗ Google Play: PLAY_SERVICE_ACCOUNT: must hold/s
  )

  await writeFile(join(path, 'PLAY_SERVICE_ACCOUNT'), fileOfServiceAccount(account), { mode: 0o600 })
  assert.deepEqual((await doctor(args)).wrong, [])
  const other = { ...account, email: 'other@honeydue-test.iam.gserviceaccount.com' }
  await writeFile(join(path, 'PLAY_SERVICE_ACCOUNT'), fileOfServiceAccount(other), { mode: 0o600 })
  assert.deepEqual((await doctor(args)).wrong, ['✗ Google Play: the service account is refused'])
})

test('the App Store is asked whether it takes the key', async (t) => {
  const { url } = await testDatabase(t)
  const store = await testAppStore(t, { now: Temporal.Now.instant })
  const stripe = await testStripe(t)
  const more = `subscriptions: ${JSON.stringify({
    apple: store.settings,
    stripe: { products: { [monthly]: 'pro' }, standIn: stripe.url }
  })}\n`
  const { path, args } = await settings(t, { url, more })
  assert.match(
    (await doctor(args)).wrong.join(),
    /^✗ secrets: .*APP_STORE_KEY: must be .*✗ App Store: APP_STORE_KEY: must be .*✗ Stripe: STRIPE_KEY: must be/s
  )

  await writeFile(join(path, 'APP_STORE_KEY'), store.keyFile, { mode: 0o600 })
  await writeFile(join(path, 'STRIPE_KEY'), stripe.key, { mode: 0o600 })
  await writeFile(join(path, 'STRIPE_WEBHOOK_SECRET'), stripe.secrets.join('\n'), { mode: 0o600 })
  assert.deepEqual((await doctor(args)).wrong, [])
  const other = await testAppStore(t, { now: Temporal.Now.instant })
  await writeFile(join(path, 'APP_STORE_KEY'), other.keyFile, { mode: 0o600 })
  stripe.world.prices.delete(monthly)
  assert.deepEqual((await doctor(args)).wrong, [
    '✗ App Store: the App Store does not take the key',
    '✗ Stripe: nobody can pay price_monthly'
  ])
})

test('a bucket that works is fine; one that does not open is named with what it answers', async (t) => {
  const { url } = await testDatabase(t)
  const bucket = await testS3(t)
  const at = ({ region }: { region: string }) =>
    `files: { s3: { endpoint: "${bucket.endpoint}", region: ${region}, bucket: ${bucket.bucket}, keyId: "${bucket.keyId}" } }\n`
  const right = await settings(t, { url, more: at(bucket) })
  await writeFile(join(right.path, 'S3_SECRET_KEY'), bucket.secretKey, { mode: 0o600 })
  assert.deepEqual((await doctor(right.args)).wrong, [])
  assert.deepEqual(bucket.versions(), [])

  const wrong = await settings(t, { url, more: at({ region: 'us-west-004' }) })
  await writeFile(join(wrong.path, 'S3_SECRET_KEY'), bucket.secretKey, { mode: 0o600 })
  const { wrong: found, output } = await doctor(wrong.args)
  assert.match(found.join(), /^✗ files: .*403 SignatureDoesNotMatch$/)
  assert.match(output, /Check files\.s3/)
})

test('counts that differ from the tasks are found', async (t) => {
  const { url, pool } = await testDatabase(t)
  await pool.query(`insert into residences (id, name, time_zone) values (gen_random_uuid(), 'x', 'UTC')`)
  await pool.query(`insert into task_counts select id, 'open', 'day', 'infinity', 3 from residences`)
  const { args } = await settings(t, { url })
  const { code, wrong } = await doctor(args)
  assert.deepEqual([code, wrong.length], [1, 1])
  assert.match(wrong.join(), /board counts/)
})
