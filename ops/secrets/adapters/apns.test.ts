import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { apns } from '#server/gateways/apns/apns.ts'
import { unsharedTokens } from '#server/gateways/apns/provider-tokens.ts'
import { apnsKey, fileOfApnsKey, testApns } from '#test/doubles/apns.ts'
import { captureLog } from '#test/log.ts'
import { publish, published, testPods } from '../../testing-pods.ts'
import { testOperator, type TestOperator } from '../../testing-operator.ts'

const place = 'honeydue-apns-key'
const rotate = ['secrets', 'rotate', 'apns_auth_key.p8', '--environment', 'production', '--take-over']

/** An installation whose phones are told things with a key of Apple's, and a second one that Apple has given out. */
async function inUse(t: TestContext) {
  const [former, fresh] = [apnsKey('FORMERKEY1'), apnsKey('FRESHKEY02')]
  const apple = await testApns(t, { key: former, tls: true, now: () => anna.now.add(apart.skew) })
  const apart = { skew: { minutes: 0 } }
  const settings = { apns: { topic: apple.topic, url: apple.url, certificateAuthorityFile: 'apple-ca.pem' } }
  const anna = await testOperator(t, { settings })
  await writeFile(join(anna.folder, 'apple-ca.pem'), testingCertificate.cert)
  publish(anna.fake, { APNS_KEY: fileOfApnsKey(former) }, place)
  publish(anna.fake, {})
  const pods = testPods(anna.fake, 'APNS_KEY', (text) => [text], place)
  const downloaded = join(anna.folder, 'AuthKey.p8')
  const honeydue = (...args: string[]) => anna.honeydue(...rotate, '--config', anna.config, ...args)
  const live = () => (JSON.parse(published(anna.fake, 'APNS_KEY', place)) as { kid: string }).kid
  return { anna, apple, former, fresh, pods, downloaded, honeydue, live, apart }
}

type Stage = Awaited<ReturnType<typeof inUse>>

/** A human who does what is asked, at the portal too. */
function human(
  { apple, former, fresh, downloaded }: Stage,
  { path = downloaded, kid = fresh.kid, gone = former } = {}
) {
  const asked: string[] = []
  return {
    asked,
    async ask(question: string) {
      asked.push(question)
      if (question.includes('create a key')) {
        apple.keys.add(fresh)
        await writeFile(downloaded, `${fresh.p8.reveal()}\n`)
        return path
      }
      if (question.includes('Key ID does')) return kid
      apple.keys.delete(gone)
      return 'done'
    }
  }
}

async function colleague(t: TestContext, anna: TestOperator) {
  const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
  await writeFile(join(ben.folder, 'apple-ca.pem'), testingCertificate.cert)
  return ben
}

test('a key of Apple’s is replaced: both work for an hour, and the old one is seen refused', async (t) => {
  const stage = await inUse(t)
  const { anna, apple, honeydue, live, fresh } = stage
  const { ask, asked } = human(stage)
  anna.ask = ask
  const first = await honeydue()
  assert.deepEqual([first.exitCode, live()], [10, 'FRESHKEY02'], first.out + first.err)
  assert.match(
    asked[0] ?? '',
    /named honeydue-production-[\da-f-]{36}, .* revoke one that is not in use first, never FORMERKEY1/
  )
  assert.match(first.err, /the file is not needed any more/)
  anna.now = anna.now.add({ minutes: 60 })
  const last = await honeydue('--resume')
  assert.equal(last.exitCode, 0, last.out + last.err)
  assert.match(
    asked.at(-1) ?? '',
    /Keys: delete the key FORMERKEY1, and keep the key FRESHKEY02 \(honeydue-production-/
  )
  assert.deepEqual([...apple.keys], [fresh])
})

test('each key is tried with one token on a connection of its own, and the product’s own token is left in peace', async (t) => {
  const stage = await inUse(t)
  const { anna, apple, honeydue, former } = stage
  anna.ask = human(stage).ask
  const product = apns({
    topic: apple.topic,
    urls: { production: apple.url, sandbox: apple.url },
    isStandIn: false,
    certificateAuthority: testingCertificate.cert,
    keys: () => [former],
    tokens: unsharedTokens(() => anna.now),
    now: () => anna.now,
    log: captureLog()
  })
  t.after(() => product.close())
  assert.equal(await product.check(), undefined)
  assert.equal((await honeydue()).exitCode, 10)
  assert.equal(await product.check(), undefined)
  const shown = new Set(apple.presented)
  assert.equal(shown.size, 3, 'the product’s, and one for each key')
})

test('a file or a Key ID that will not do is told before anything is written', async (t) => {
  const stage = await inUse(t)
  const { anna, former, honeydue, live, downloaded } = stage
  const other = join(anna.folder, 'other.p8')
  const pem = (type: 'rsa' | 'p384') => {
    const options = {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' }
    } as const
    if (type === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048, ...options }).privateKey
    return generateKeyPairSync('ec', { namedCurve: 'secp384r1', ...options }).privateKey
  }
  for (const [text, told] of [
    ['half a key', /is no \.p8 file of Apple’s that can be read/],
    [pem('rsa'), /is no \.p8 file/],
    [pem('p384'), /is no \.p8 file/],
    [former.p8.reveal(), /That is the key in use/]
  ] as const) {
    await writeFile(other, text)
    anna.ask = human(stage, { path: other }).ask
    const { exitCode, out } = await honeydue()
    assert.deepEqual([exitCode, live()], [3, 'FORMERKEY1'])
    assert.match(out, told)
  }
  for (const [kid, told] of [
    ['short', /ten capital letters/],
    ['FORMERKEY1', /That is the Key ID of the key in use/],
    ['ANOTHERKEY', /Apple refuses it: ANOTHERKEY is not the Key ID of this file/]
  ] as const) {
    anna.ask = human(stage, { kid }).ask
    const { exitCode, out } = await honeydue()
    assert.deepEqual([exitCode, live()], [3, 'FORMERKEY1'])
    assert.match(out, told)
  }
  anna.ask = human(stage, { path: downloaded }).ask
  assert.equal((await honeydue()).exitCode, 10)
})

test('a clock that is wrong by more than Apple bears looks like no answer, never like a revoked key', async (t) => {
  const stage = await inUse(t)
  const { anna, apple, honeydue, live, former, apart } = stage
  anna.ask = human(stage, { gone: apnsKey('NOBODYSKEY') }).ask
  assert.equal((await honeydue('--overlap', '0')).exitCode, 3, 'whoever says "done" is not believed')
  apart.skew = { minutes: -45 }
  const { exitCode, out } = await honeydue('--overlap', '0', '--resume')
  assert.deepEqual([exitCode, apple.keys.has(former), live()], [3, true, 'FRESHKEY02'], out)
  assert.match(out, /What was done cannot be found out/)
  apart.skew = { minutes: 15 }
  anna.ask = human(stage).ask
  anna.now = anna.now.add({ minutes: 30 })
  assert.equal((await honeydue('--overlap', '0', '--resume')).exitCode, 0)
})

test('Apple that does not answer has said nothing', async (t) => {
  const stage = await inUse(t)
  const { anna, apple, honeydue, live } = stage
  anna.ask = human(stage).ask
  await apple.stop()
  const down = await honeydue()
  assert.deepEqual([down.exitCode, live()], [1, 'FORMERKEY1'])
  assert.match(down.out, /Apple does not take notices just now: APNs cannot be reached/)
  await apple.start()
  assert.equal((await honeydue()).exitCode, 10)
  await apple.stop()
  anna.now = anna.now.add({ minutes: 60 })
  assert.equal((await honeydue('--resume')).exitCode, 3)
  await apple.start()
  assert.equal((await honeydue('--resume')).exitCode, 0)
})

test('a key is taken back when the human has revoked it', async (t) => {
  const stage = await inUse(t)
  const { anna, apple, honeydue, live, former, fresh } = stage
  anna.ask = human(stage).ask
  await honeydue()
  anna.ask = human(stage, { gone: fresh }).ask
  const back = await honeydue('--abort')
  assert.deepEqual([back.exitCode, live(), [...apple.keys]], [5, 'FORMERKEY1', [former]], back.out)
})

test('in a compromise the old key goes as soon as every pod has the new one', async (t) => {
  const stage = await inUse(t)
  stage.anna.ask = human(stage).ask
  const { exitCode, out } = await stage.honeydue('--compromised')
  assert.deepEqual([exitCode, [...stage.apple.keys]], [0, [stage.fresh]], out)
})

// ASVS 16.2.5
test('an answer that is lost loses nothing: a second operator goes on without a journal, and no key is in any trace', async (t) => {
  for (const cut of [10, 26, 42]) {
    const stage = await inUse(t)
    const { anna, apple, honeydue, live, former, fresh, downloaded } = stage
    anna.ask = human(stage).ask
    anna.fake.fail('after the effect', cut)
    await honeydue('--overlap', '0')
    assert.ok(anna.fake.requests.length > cut, `${cut} is beyond the rotation`)
    await writeFile(downloaded, 'deleted')
    const ben = await colleague(t, anna)
    ben.ask = human(stage).ask
    anna.now = anna.now.add({ hours: 1 })
    ben.now = anna.now
    const last = await ben.honeydue(...rotate, '--config', ben.config, '--overlap', '0')
    assert.deepEqual([live(), [...apple.keys]], ['FRESHKEY02', [fresh]], `${cut} ${last.out} ${last.err}`)
    await writeFile(downloaded, 'deleted')
    const traces = (await anna.traces()) + (await ben.traces())
    for (const { p8 } of [former, fresh]) {
      const [, line = ''] = p8.reveal().split('\n')
      assert.equal(traces.includes(line), false)
    }
  }
})
