import assert from 'node:assert/strict'
import { once } from 'node:events'
import { chmod, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { afterwards } from '#test/afterwards.ts'
import { captureLog } from '#test/log.ts'
import { mountedSecrets } from '#test/mounted-secrets.ts'
import { temporaryFolder } from '#test/embedded.ts'
import { keyringProblem, liveKeyring } from '../keyring.ts'
import { watchFolder, type WatchOptions } from './watch-folder.ts'
import { WatchedSecret } from './watched-secret.ts'

const [former, next] = ['the former key, which is long enough', 'the next key, which is long enough too']
const hourMs = 3_600_000

function keyIn(t: TestContext, folder: string, options: Partial<WatchOptions> = {}) {
  const secret = new WatchedSecret({ name: 'SECRET_KEY', value: former, problemOf: keyringProblem })
  const log = captureLog()
  const watch = watchFolder({ folder, secrets: [secret], strict: true, pollMs: hourMs, log, ...options })
  afterwards(t, () => watch.close())
  const news = () =>
    Promise.race([once(secret, 'taken').then(() => 'taken'), once(secret, 'refused').then(([code]) => code as string)])
  return { secret, log, watch, news, value: () => secret.active?.reveal() }
}

// ASVS 13.3.4
test('a volume of Kubernetes that is swapped under the process brings the new value into force; the former is remembered', async (t) => {
  const volume = await mountedSecrets(t, { SECRET_KEY: `${former}\n` })
  const { secret, log, news, value } = keyIn(t, volume.folder)
  const taken = news()
  await volume.publish({ SECRET_KEY: `${next}\n` })
  assert.equal(await taken, 'taken')
  assert.deepEqual([value(), secret.former?.reveal(), secret.offered], [next, former, undefined])
  assert.deepEqual(log.lines, [{ level: 'info', fields: { secret: 'SECRET_KEY' }, message: 'a secret was replaced' }])
})

test('a file that another takes the place of, and one that is written where it lies, are seen as well', async (t) => {
  const folder = await temporaryFolder(t)
  const path = join(folder, 'SECRET_KEY')
  await writeFile(path, former, { mode: 0o600 })
  const { news, value } = keyIn(t, folder)
  let taken = news()
  await writeFile(`${path}.new`, next, { mode: 0o600 })
  await rename(`${path}.new`, path)
  assert.deepEqual([await taken, value()], ['taken', next])
  taken = news()
  await writeFile(path, former)
  assert.deepEqual([await taken, value()], ['taken', former])
})

test('what the file system does not tell is found by looking', async (t) => {
  const folder = await temporaryFolder(t)
  t.mock.timers.enable({ apis: ['setInterval'] })
  const { news, value } = keyIn(t, join(folder, 'later'), { pollMs: 5000 }) // nothing there that could be watched
  const volume = await mountedSecrets(t, { SECRET_KEY: next })
  await rename(volume.folder, join(folder, 'later'))
  const taken = news()
  t.mock.timers.tick(5000)
  assert.deepEqual([await taken, value()], ['taken', next])
})

test('a text of the wrong shape, an empty file and one that is gone leave the former value in force, and are told once', async (t) => {
  const volume = await mountedSecrets(t, { SECRET_KEY: former })
  const { secret, log, watch, value } = keyIn(t, volume.folder)
  for (const wrong of ['too short', '{"active":"k1","keys":[{"kid":"k1","k":"cut o', '']) {
    await volume.publish({ SECRET_KEY: wrong })
    await watch.look()
    assert.deepEqual([value(), secret.lastError?.code, secret.offered], [former, 'malformed', undefined])
  }
  await rm(join(volume.folder, 'SECRET_KEY'))
  await watch.look()
  assert.equal(value(), former)
  assert.deepEqual(
    log.lines.map(({ level, fields }) => [level, fields]),
    [['warn', { secret: 'SECRET_KEY', code: 'malformed' }]]
  )
  assert.doesNotMatch(JSON.stringify(log.lines), /too short|cut o/)
})

test('that a file is wrong again after it was put back is told again', async (t) => {
  const volume = await mountedSecrets(t, { SECRET_KEY: former })
  const { log, watch } = keyIn(t, volume.folder)
  for (const held of ['too short', 'too short', former, 'too short']) {
    await volume.publish({ SECRET_KEY: held })
    await watch.look()
  }
  assert.deepEqual(
    log.lines.map(({ fields }) => fields),
    Array.from({ length: 2 }, () => ({ secret: 'SECRET_KEY', code: 'malformed' }))
  )
})

// ASVS 13.3.2
test('in production a file that others can read or change is not taken until it is closed', async (t) => {
  const volume = await mountedSecrets(t, { SECRET_KEY: former })
  const { secret, watch, value } = keyIn(t, volume.folder)
  await volume.publish({ SECRET_KEY: next })
  const path = join(volume.folder, 'SECRET_KEY')
  for (const mode of [0o604, 0o602, 0o620]) {
    await chmod(path, mode)
    await watch.look()
    if (value() === next) return // the swap was seen before the file was opened
    assert.deepEqual([value(), secret.lastError?.code], [former, 'file_open_to_others'])
  }
  await chmod(path, 0o440)
  await watch.look()
  assert.equal(value(), next)
})

test('the key ring in use makes with the new active key, and still accepts what the former one made', async (t) => {
  const volume = await mountedSecrets(t, { SECRET_KEY: former })
  const { secret, watch } = keyIn(t, volume.folder)
  const ring = liveKeyring(secret)
  const [formerId, signed] = [ring.activeKeyId, ring.sign('cursor', 'x')]
  const keys = [
    { kid: 'k2', k: next },
    { kid: formerId, k: former }
  ]
  const stages: [active: string, held: typeof keys][] = [
    [formerId, keys],
    ['k2', keys],
    ['k2', keys.slice(0, 1)]
  ]
  const seen = []
  for (const [active, held] of stages) {
    await volume.publish({ SECRET_KEY: JSON.stringify({ active, keys: held }) })
    await watch.look()
    seen.push([ring.activeKeyId, ring.sign('cursor', 'y').split('.')[0], ring.verify('cursor', signed)])
  }
  assert.deepEqual(seen, [
    [formerId, formerId, 'x'],
    ['k2', 'k2', 'x'],
    ['k2', 'k2', undefined]
  ])
})
