import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { createClient } from '@redis/client'
import { Secret } from '#server/platform/secret.ts'
import { afterwards } from '#test/afterwards.ts'
import { aclKubelet, aclPlace, aclRedis, hashOf } from '#test/cluster/acl-redis.ts'
import { asAdmin } from '#test/cluster/fake-api-server.ts'
import { publish, published, testPods } from '../../testing-pods.ts'
import { testOperator, type TestOperator } from '../../testing-operator.ts'
import { hashesOf, withHashes } from './redis-acl.ts'
import { endConnections, markNow } from './redis-commands.ts'
import { withRedis } from './redis-connection.ts'

const rotate = ['secrets', 'rotate', 'REDIS_PASSWORD', '--environment', 'production', '--take-over']
const secrets = '/api/v1/namespaces/honeydue/secrets'

/** A Redis that pods use with a password, and an operator before it. */
async function inUse(t: TestContext) {
  const [former, own] = [randomBytes(24).toString('hex'), randomBytes(24).toString('hex')]
  const redis = await aclRedis(t, { password: former, rotator: own })
  const settings = {
    url: `redis://127.0.0.1:${redis.port}`,
    user: 'honeydue',
    rotator: { user: 'rotator', passwordFile: 'rotator.txt' },
    acl: aclPlace
  }
  const anna = await testOperator(t, { settings: { redis: settings } })
  const furnish = ({ folder }: TestOperator) => writeFile(join(folder, 'rotator.txt'), own, { mode: 0o600 })
  await furnish(anna)
  publish(anna.fake, { REDIS_PASSWORD: former })
  publish(anna.fake, { [aclPlace.key]: redis.users }, aclPlace.secret)
  const kubelet = aclKubelet(anna.fake, redis)
  const pods = testPods(anna.fake, 'REDIS_PASSWORD', (text) => [text])
  const as = (operator: TestOperator, ...args: string[]) =>
    operator.honeydue(...rotate, '--config', operator.config, ...args)
  return {
    anna,
    redis,
    kubelet,
    pods,
    former,
    own,
    furnish,
    as,
    honeydue: (...args: string[]) => as(anna, ...args),
    live: () => published(anna.fake, 'REDIS_PASSWORD'),
    file: () => published(anna.fake, aclPlace.key, aclPlace.secret),
    takes: async (password: string) => {
      const client = await open(t, redis.port, password)
      return client !== undefined
    }
  }
}

/** Undefined when it is refused. */
async function open(t: TestContext, port: number, password: string) {
  const client = createClient({
    username: 'honeydue',
    password,
    socket: { host: '127.0.0.1', port, reconnectStrategy: false }
  })
  client.on('error', () => {})
  afterwards(t, async () => client.isOpen && client.destroy())
  try {
    await client.connect()
    return client
  } catch (error) {
    assert.match(String(error), /WRONGPASS/)
    return undefined
  }
}

/** Writes the ACL file as somebody does by hand. */
function rewrite({ fake }: TestOperator, text: string): void {
  const object = fake.store.get(secrets, aclPlace.secret) ?? assert.fail()
  const data = { [aclPlace.key]: Buffer.from(text).toString('base64') }
  fake.store.replace(secrets, { ...object, data }, { ...asAdmin, manager: 'kubectl' })
}

/** As if these connections had been open before there was another password; Redis 7.0 ends all of them at each change. */
function mark({ fake }: TestOperator, run: string | undefined, connection: number): void {
  const object = fake.store.get(secrets, aclPlace.secret) ?? assert.fail()
  const annotations = { ...object.metadata.annotations, 'honeydue.dev/mark.users.acl': `${run} ${connection}` }
  const metadata = { ...object.metadata, annotations }
  fake.store.replace(secrets, { ...object, metadata }, { ...asAdmin, manager: 'kubectl' })
}

// ASVS 13.3.4
test('both passwords of Redis are taken until nobody says anything with the old one, also by a Redis that starts anew', async (t) => {
  const { anna, redis, former, honeydue, live, file, takes } = await inUse(t)
  const waiting = await honeydue()
  assert.equal(waiting.exitCode, 10, waiting.out + waiting.err)
  assert.notEqual(live(), former)
  assert.deepEqual([await takes(former), await takes(live())], [true, true])
  anna.now = anna.now.add({ minutes: 10 })
  const early = (await open(t, redis.port, former)) ?? assert.fail()
  mark(anna, /run_id:(\w+)/.exec(await early.sendCommand(['INFO', 'server']))?.[1], await early.clientId())
  const used = await honeydue('--resume')
  assert.deepEqual([used.exitCode, await takes(former)], [10, true], 'a connection is older than the change and in use')

  await redis.restart()
  assert.deepEqual([await takes(former), await takes(live())], [true, true])
  const last = await honeydue('--resume')
  assert.equal(last.exitCode, 0, last.out + last.err)
  assert.deepEqual([await takes(former), await takes(live())], [false, true])
  assert.deepEqual(hashesOf(file().split('\n'), 'honeydue'), [hashOf(live())])
  assert.match(file(), /^user default off\nuser honeydue on ~\* .*\nuser rotator on /)
  assert.equal((await honeydue('--overlap', '0')).exitCode, 0, 'and again')
  const { out } = await anna.honeydue('secrets', 'status', '--config', anna.config)
  assert.doesNotMatch(out, /in no catalogue/)
})

test('in a compromise whoever is in with the old password is put out at once; the tool and others stay', async (t) => {
  const { redis, former, honeydue, live, takes } = await inUse(t)
  const thief = (await open(t, redis.port, former)) ?? assert.fail()
  const ended = Promise.withResolvers<void>()
  thief.once('error', () => ended.resolve())
  const { exitCode, out, err } = await honeydue('--compromised')
  assert.equal(exitCode, 0, out + err)
  await ended.promise
  assert.deepEqual([await takes(former), await takes(live())], [false, true])
})

test('only connections that are older than the change are ended, one by one', async (t) => {
  const { redis, former, own } = await inUse(t)
  const server = { url: `redis://127.0.0.1:${redis.port}` }
  const [early, other] = [await open(t, redis.port, former), await open(t, redis.port, former)]
  const ended = Promise.withResolvers<void>()
  early?.once('error', () => ended.resolve())
  await withRedis(server, { user: 'rotator', password: new Secret(own) }, async (command) => {
    const now = await markNow(command)
    const connection = (await early?.clientId()) ?? assert.fail()
    await endConnections(command, 'honeydue', { run: 'an earlier one', connection })
    assert.equal(await early?.ping(), 'PONG')
    await endConnections(command, 'honeydue', { ...now, connection })
    await ended.promise
    assert.equal(await other?.ping(), 'PONG')
  })
})

test('a rotation is taken back by another operator', async (t) => {
  const { anna, former, furnish, as, honeydue, live, takes } = await inUse(t)
  await honeydue()
  const fresh = live()
  const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
  await furnish(ben)
  const back = await as(ben, '--abort')
  assert.deepEqual([back.exitCode, live()], [5, former], back.out + back.err)
  assert.deepEqual([await takes(former), await takes(fresh)], [true, false])
})

test('a file that does not come, or that Redis can make nothing of, changes nothing; the same command goes on', async (t) => {
  const { anna, redis, kubelet, former, honeydue, live, file, takes } = await inUse(t)
  kubelet.sleeps = true
  const stuck = await honeydue('--overlap', '0')
  assert.deepEqual([stuck.exitCode, live(), await takes(former)], [3, former, true], stuck.out)
  assert.match(
    stuck.out,
    /Redis loads another ACL file than the Secret honeydue-redis-acl: it must be mounted as a folder/
  )
  await writeFile(redis.aclFile, 'user honeydue on nonsense\n')
  const malformed = await honeydue('--overlap', '0')
  assert.deepEqual([malformed.exitCode, live(), await takes(former)], [3, former, true], malformed.out)
  assert.match(malformed.out, /can make nothing of the ACL file/)
  kubelet.sleeps = false
  rewrite(anna, file())
  const last = await honeydue('--overlap', '0')
  assert.equal(last.exitCode, 0, last.out + last.err)
  assert.equal(await takes(former), false)
})

test('while Redis is away nothing is lost', async (t) => {
  const { anna, redis, former, honeydue, live, takes } = await inUse(t)
  await redis.stop()
  const before = await honeydue()
  assert.deepEqual([before.exitCode, live()], [1, former], before.out)
  assert.match(before.out, /127\.0\.0\.1:\d+ does not answer\./)
  await redis.restart()
  assert.equal((await honeydue()).exitCode, 10)
  await redis.stop()
  anna.now = anna.now.add({ minutes: 10 })
  const during = await honeydue('--resume')
  assert.notEqual(during.exitCode, 0, during.out)
  await redis.restart()
  assert.deepEqual([await takes(former), await takes(live())], [true, true])
  assert.equal((await honeydue('--resume')).exitCode, 0)
  assert.deepEqual([await takes(former), await takes(live())], [false, true])
})

test('what is to be done once is told before anything is begun', async (t) => {
  const { anna, redis, own, former, honeydue, live, furnish } = await inUse(t)
  const told = async () => {
    const { exitCode, out } = await honeydue()
    assert.deepEqual([exitCode, live()], [1, former], out)
    return out
  }
  await writeFile(join(anna.folder, 'rotator.txt'), 'another')
  assert.match(await told(), /does not let rotator in\. Once: .*requirepass.*"aclfile" at users\.acl/)
  await furnish(anna)
  const good = redis.users
  rewrite(anna, good.replace('default off', 'default on nopass +@all'))
  assert.equal(await reload(redis.port, own), 'OK')
  assert.match(await told(), /put "user default off" into the ACL file/)
  rewrite(anna, good.replace(hashOf(former), hashOf('somebody’s')))
  assert.match(await told(), /honeydue has other passwords than the one that is published/)
  rewrite(anna, good.replace('user honeydue', 'user other'))
  assert.match(
    await told(),
    /Once: [^]*user default off\n *user honeydue on #[^]*kubectl create secret generic honeydue-redis-acl/
  )
  rewrite(anna, good.replace(' +client|kill', ''))
  await reload(redis.port, own)
  assert.match(await told(), /does not let rotator do CLIENT KILL\./)
  await redis.stop()
})

async function reload(port: number, password: string): Promise<unknown> {
  const client = createClient({ username: 'rotator', password, socket: { host: '127.0.0.1', port } })
  await client.connect()
  try {
    return await client.sendCommand(['ACL', 'LOAD'])
  } finally {
    client.destroy()
  }
}

test('whoever comes with an epoch that is over does not touch the ACL file', async (t) => {
  const { anna, honeydue, former, live, takes } = await inUse(t)
  const object = anna.fake.store.get(secrets, aclPlace.secret) ?? assert.fail()
  const metadata = { ...object.metadata, annotations: { 'honeydue.dev/epoch.users.acl': '1000' } }
  anna.fake.store.replace(secrets, { ...object, metadata }, { ...asAdmin, manager: 'honeydue.users.acl' })
  const { exitCode, out } = await honeydue('--overlap', '0')
  assert.deepEqual([exitCode, live(), await takes(former)], [4, former, true], out)
})

/** Some of the calls of a rotation to the cluster. */
const cuts = [12, 24, 34, 50]

// ASVS 16.2.5
test('an answer that is lost loses nothing: another operator ends it, without a journal, and no value is in any trace', async (t) => {
  for (const cut of cuts) {
    const { anna, former, own, furnish, as, honeydue, live, takes } = await inUse(t)
    anna.fake.fail('after the effect', cut)
    await honeydue('--overlap', '0')
    assert.ok(anna.fake.requests.length > cut, `${cut} is beyond the rotation`)
    assert.equal(await takes(live()), true, `${cut}`)
    const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
    await furnish(ben)
    ben.now = anna.now.add({ hours: 1 })
    const last = await as(ben, '--overlap', '0')
    assert.deepEqual([await takes(live()), await takes(former)], [true, false], `${cut}: ${last.out} ${last.err}`)
    for (const operator of [anna, ben]) await writeFile(join(operator.folder, 'rotator.txt'), '')
    const traces = (await anna.traces()) + (await ben.traces())
    for (const value of [former, live(), own])
      for (const form of [value, Buffer.from(value).toString('base64'), hashOf(value)])
        assert.equal(traces.includes(form), false, `${cut}`)
  }
})

test('of an ACL file only the passwords of that user change', () => {
  const [one, other] = [hashOf('one'), hashOf('other')]
  const file = `user default off\nuser honeydue on #${one} >clear ~* +@all\nuser honeydue2 on #${one}\n`
  const changed = withHashes(file, 'honeydue', [one, other])
  assert.equal(changed, `user default off\nuser honeydue on ~* +@all #${one} #${other}\nuser honeydue2 on #${one}\n`)
  assert.deepEqual(hashesOf(changed.split('\n'), 'honeydue'), [one, other])
  assert.equal(hashesOf(changed.split('\n'), 'nobody'), undefined)
})
