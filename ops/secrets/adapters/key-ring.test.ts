import assert from 'node:assert/strict'
import { glob, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { keyringOf } from '#server/platform/keyring.ts'
import { Secret } from '#server/platform/secret.ts'
import { asAdmin } from '#test/cluster/fake-api-server.ts'
import { publish, published, testPods } from '../../testing-pods.ts'
import { testOperator } from '../../testing-operator.ts'

const former = 'the key of last year, long enough for the rule'
const rotate = ['secrets', 'rotate', 'SECRET_KEY', '--environment', 'production']

type Ring = { active: string; keys: { kid: string; k: string }[] }

/** The keys of a text, the active one first. */
function keysIn(text: string): string[] {
  if (!text.startsWith('{')) return [text]
  const { active, keys } = JSON.parse(text) as Ring // the adapter has written it
  return keys.toSorted((one, other) => Number(other.kid === active) - Number(one.kid === active)).map(({ k }) => k)
}

async function inUse(t: TestContext) {
  const anna = await testOperator(t)
  publish(anna.fake, { SECRET_KEY: former })
  const pods = testPods(anna.fake, 'SECRET_KEY', keysIn)
  const ring = () => keyringOf(new Secret(published(anna.fake, 'SECRET_KEY')))
  const honeydue = (...args: string[]) => anna.honeydue(...rotate, '--config', anna.config, ...args)
  return { anna, pods, ring, honeydue }
}

// ASVS 13.3.4
test('SECRET_KEY is replaced with an overlap; what the old key made works until it goes', async (t) => {
  const { anna, ring, honeydue } = await inUse(t)
  const cursor = ring().sign('cursor', 'x')

  const first = await honeydue('--take-over')

  assert.deepEqual([first.exitCode, first.err], [10, ''])
  assert.match(first.out, /✓ ADMIT {4}admit\n✓ PUBLISH {2}publish\nBoth values work\./)
  assert.equal(ring().verify('cursor', cursor), 'x', 'both work')
  const fresh = ring().sign('cursor', 'y')
  assert.notEqual(fresh.split('.')[0], cursor.split('.')[0], 'the new one is used')
  const early = await honeydue('--resume')
  assert.deepEqual(
    [early.exitCode, /Not before 2026-11-27T20:00:00Z/.test(early.out)],
    [10, true],
    'the overlap is a day'
  )

  anna.now = anna.now.add({ hours: 24 })
  const last = await honeydue('--resume')

  assert.equal(last.exitCode, 0, last.out)
  assert.deepEqual([ring().verify('cursor', cursor), ring().verify('cursor', fresh)], [undefined, 'y'])
  assert.equal(keysIn(published(anna.fake, 'SECRET_KEY')).length, 1)
  const status = await anna.honeydue('secrets', 'status', '--config', anna.config)
  assert.match((await anna.honeydue('secrets', 'log')).out, /publish +done .* from: [a-z2-7]{10} {2}to: [a-z2-7]{10}/)
  assert.match(status.out, /✓ {2}SECRET_KEY +in use +0 d {2}of 365 d +3\/3\n/)
  assert.equal((await anna.honeydue('secrets', 'log', '--verify')).exitCode, 0)
})

test('lines that were cut off the journal show against the copy in the cluster', async (t) => {
  const { anna, honeydue } = await inUse(t)
  await honeydue('--take-over', '--overlap', '0')
  const verify = () => anna.honeydue('secrets', 'log', '--verify', '--config', anna.config)
  assert.equal((await verify()).exitCode, 0)
  const [file = ''] = await Array.fromAsync(glob(join(anna.folder, 'state', '*', '*.jsonl')))
  const lines = (await readFile(file, 'utf8')).split('\n')
  await writeFile(file, `${lines.slice(0, -3).join('\n')}\n`)
  assert.equal((await anna.honeydue('secrets', 'log', '--verify')).exitCode, 0, 'the chain alone does not show it')
  const { exitCode, out } = await verify()
  assert.equal(exitCode, 1)
  assert.match(out, /copy in the cluster, SECRET_KEY\.jsonl: 2 lines of the copy are missing here/)
})

// ASVS 16.2.5
test('no value is said, kept in clear, or sent to anywhere but its Secret', async (t) => {
  const { anna, honeydue } = await inUse(t)
  await honeydue('--take-over', '--overlap', '0')
  const [next = ''] = keysIn(published(anna.fake, 'SECRET_KEY'))
  assert.notEqual(next, former)
  const traces = await anna.traces()
  const { requests } = anna.fake
  const elsewhere = requests.filter(
    ({ path }) => !path.startsWith('/api/v1/namespaces/honeydue/secrets/honeydue-secrets')
  )
  for (const value of [former, next]) {
    for (const form of [value, Buffer.from(value).toString('base64'), Buffer.from(value).toString('hex')]) {
      assert.equal(traces.includes(form), false)
      assert.equal(
        requests.some(({ path }) => path.includes(form)),
        false
      )
      assert.equal(
        elsewhere.some(({ body }) => body.includes(form)),
        false
      )
    }
  }
})

test('a rotation is taken back, also by another operator with a laptop of their own', async (t) => {
  const { anna, ring, honeydue } = await inUse(t)
  const cursor = ring().sign('cursor', 'x')
  await honeydue('--take-over')
  const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
  const back = await ben.honeydue(...rotate, '--config', ben.config, '--abort')
  assert.equal(back.exitCode, 5, back.out + back.err)
  assert.deepEqual(keysIn(published(anna.fake, 'SECRET_KEY')), [former])
  assert.equal(ring().verify('cursor', cursor), 'x')
})

test('a pod that does not take the new key up keeps the old one from going', async (t) => {
  const { anna, pods, honeydue } = await inUse(t)
  pods.freeze()
  const stuck = await honeydue('--take-over', '--overlap', '0')
  assert.equal(stuck.exitCode, 3, stuck.out)
  assert.ok(keysIn(published(anna.fake, 'SECRET_KEY')).includes(former))
  pods.thaw()
  assert.equal((await honeydue('--resume', '--overlap', '0')).exitCode, 0)
})

test('where not every pod has the value that is published, no other one is made', async (t) => {
  const { anna, pods, honeydue } = await inUse(t)
  await honeydue('--take-over', '--overlap', '0')
  pods.freeze()
  const { store } = anna.fake
  const object = store.get('/api/v1/namespaces/honeydue/secrets', 'honeydue-secrets') ?? assert.fail()
  const data = { ...(object['data'] as object), SECRET_KEY: Buffer.from(former).toString('base64') } // a Secret's
  store.replace('/api/v1/namespaces/honeydue/secrets', { ...object, data }, { ...asAdmin, manager: 'by hand' })
  const { exitCode, out } = await honeydue('--take-over', '--overlap', '0')
  assert.deepEqual([exitCode, /Not every pod attests/.test(out)], [1, true])
})

test('the plan says where and what, and changes nothing', async (t) => {
  const { anna, honeydue } = await inUse(t)
  const before = anna.fake.store.version
  const { exitCode, out } = await honeydue('--plan', '--take-over')
  assert.deepEqual([exitCode, anna.fake.store.version], [0, before])
  assert.match(out, /^production: https:.*cluster [\da-f-]{36}\)/)
  assert.match(out, /REVOKE {3}announce that the old value goes: from here on only forward \(no way back\)/)
  const told = JSON.parse((await honeydue('--plan', '--take-over', '--json')).out) as { steps: { id: string }[] } // as printed
  assert.deepEqual(
    told.steps.map(({ id }) => id),
    ['lease', 'stamp', 'mint', 'admit', 'publish', 'adopt', 'settle', 'commit', 'revoke', 'record']
  )
})

test('what stands in the way is told before anything is done', async (t) => {
  const { anna, honeydue } = await inUse(t)
  const before = anna.fake.store.version
  const owned = await honeydue()
  assert.equal(owned.exitCode, 1)
  assert.match(owned.out, /owned by kubectl\. Another tool owns the key: --take-over/)
  anna.fake.denied.add('patch secrets')
  assert.match((await honeydue('--take-over')).out, /may not patch Secrets/)
  anna.fake.denied.clear()
  const elsewhere = await anna.honeydue(
    'secrets',
    'rotate',
    'SECRET_KEY',
    '--config',
    anna.config,
    '--take-over',
    '--environment',
    'staging'
  )
  assert.deepEqual([elsewhere.exitCode, /This is production, not staging/.test(elsewhere.err)], [2, true])
  const unnamed = await anna.honeydue('secrets', 'rotate', 'SECRET_KEY', '--config', anna.config, '--take-over')
  assert.equal(unnamed.exitCode, 2)
  assert.equal((await anna.honeydue('secrets', 'rotate', 'NOTHING', '--config', anna.config)).exitCode, 2)
  assert.equal((await anna.honeydue('secrets', 'rotate', 'VAPID_KEY', '--config', anna.config)).exitCode, 3)
  assert.equal(anna.fake.store.version, before)
})

test('of two operators at once one does it, and the other is told who', async (t) => {
  const { anna, honeydue } = await inUse(t)
  const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
  const both = await Promise.all([
    honeydue('--take-over', '--overlap', '0'),
    ben.honeydue(...rotate, '--config', ben.config, '--take-over', '--overlap', '0')
  ])
  const codes = both.map(({ exitCode }) => exitCode)
  assert.ok(
    codes.every((code) => code === 0 || code === 4),
    `${codes.join()} ${both.map(({ out }) => out).join()}`
  )
  if (!codes.includes(0)) assert.equal((await honeydue('--resume', '--overlap', '0')).exitCode, 0)
  assert.equal(keysIn(published(anna.fake, 'SECRET_KEY')).length, 1)
})

test('whoever finds something in the way because another one writes at that moment is told so', async (t) => {
  const { anna, honeydue } = await inUse(t)
  assert.equal((await honeydue('--take-over', '--overlap', '0')).exitCode, 0)
  anna.fake.pods.set('worker-1', () => {
    const collection = '/api/v1/namespaces/honeydue/secrets'
    const { metadata, ...rest } = anna.fake.store.get(collection, 'honeydue-secrets') ?? assert.fail()
    const written = { ...metadata, annotations: { ...metadata.annotations, at: `${anna.fake.store.version}` } }
    anna.fake.store.replace(collection, { ...rest, metadata: written }, { ...asAdmin, manager: 'another' })
    return [] // attests nothing
  })
  const { exitCode, err } = await honeydue('--overlap', '0')
  assert.deepEqual([exitCode, err], [4, 'Somebody else began at this moment; nothing was done.\n'])
})

/** Some of the calls of a rotation; all of them take a while. */
const cuts = [8, 12, 19, 25, 31, 38, 46, 52, 55]

for (const how of ['after the effect', 500] as const) {
  test(`a call that ends with ${how === 500 ? 'an error' : 'its effect and no answer'} loses nothing: another operator ends it, without a journal`, async (t) => {
    for (const cut of cuts.filter((_, at) => how === 'after the effect' || at % 3 === 0)) {
      const { anna, ring, honeydue } = await inUse(t)
      const cursor = ring().sign('cursor', 'x')
      anna.fake.fail(how, cut)
      const first = await honeydue('--take-over', '--overlap', '60')
      assert.ok(anna.fake.requests.length > cut, `${cut} is beyond the rotation`)
      assert.equal(ring().verify('cursor', cursor), 'x', `${cut}`)
      const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
      ben.now = anna.now.add({ hours: 2 })
      const goOn = [...rotate, '--config', ben.config, '--take-over', '--overlap', '60']
      await ben.honeydue(...goOn)
      ben.now = ben.now.add({ hours: 2 })
      const last = await ben.honeydue(...goOn, '--resume')
      const keys = keysIn(published(anna.fake, 'SECRET_KEY'))
      assert.deepEqual([keys.length, keys.includes(former)], [1, false], `${cut}: ${first.err} ${last.out} ${last.err}`)
    }
  })
}
