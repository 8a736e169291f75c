import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { afterwards } from '#test/afterwards.ts'
import { testRedis, type TestRedis } from '#test/redis.ts'
import { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'
import { openRedis } from './redis.ts'

/** Redis with one user of ours, whose passwords the test sets as an operator does: each with a hash of its own. */
async function withUser(t: TestContext) {
  const server = await testRedis(t)
  const passwords = (...rules: string[]) => server.command(`ACL SETUSER honeydue ${rules.join(' ')}`)
  assert.match(await passwords('on', '>one', '~*', '+@all'), /OK/)
  const file = { text: 'one' }
  const password = new WatchedSecret({ name: 'REDIS_PASSWORD', value: 'one' })
  password.readBy(() => file.text)
  const redis = await openRedis({
    url: server.url.replace('unix:', 'unix://honeydue@localhost'),
    password,
    answerMs: 3000
  })
  afterwards(t, () => redis.close())
  const call = () => redis.evaluate(`return 'here'`, [], [])
  const publish = (text: string) => ((file.text = text), password.offer(text))
  return { server, passwords, file, password, call, publish }
}

/** Resolves when only so many connections of ours are left. */
async function connections(server: TestRedis, count: number): Promise<void> {
  for (;;) {
    const list = await server.command('CLIENT LIST')
    if ((list.match(/user=honeydue/g)?.length ?? 0) === count) return
  }
}

const killed = 'CLIENT KILL TYPE normal SKIPME yes'

// ASVS 13.3.4
test('the password changes under running commands: none fails, a refused one changes nothing, and only the new one is left', async (t) => {
  const { server, passwords, password, call, publish } = await withUser(t)
  const calls = (count: number) => Promise.all(Array.from({ length: count }, call))
  const before = calls(100)
  await publish('two')
  assert.deepEqual([password.active?.reveal(), password.lastError?.code], ['one', 'WRONGPASS'])
  await passwords('>two')
  const during = calls(100)
  await publish('two')
  await connections(server, 1)
  await passwords('<one')
  const answers = await Promise.all([before, during, calls(100)])
  assert.deepEqual(new Set(answers.flat()), new Set(['here']))
  assert.deepEqual([password.active?.reveal(), password.lastUsedOk !== undefined], ['two', true])
})

test('a connection that is refused reads the file once more, then takes the former password', async (t) => {
  const { server, passwords, file, password, call, publish } = await withUser(t)
  const works = async () => {
    while ((await call().catch(() => undefined)) !== 'here') await setImmediate()
  }
  await passwords('>two', '<one')
  file.text = 'two'
  await server.command(killed)
  await works()
  assert.equal(password.active?.reveal(), 'two', 'read once more')

  await passwords('>three')
  await publish('three')
  await passwords('<three')
  await server.command(killed)
  await works()
  assert.deepEqual([password.active?.reveal(), password.lastError?.code], ['two', 'WRONGPASS'])
})
