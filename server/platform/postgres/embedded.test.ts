import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startEmbedded } from './embedded.ts'
import { query, startElsewhere, startForTest, temporaryFolder, usedFolder } from '#test/embedded.ts'

const isRoot = process.geteuid?.() === 0

test('what was written is there after a stop and a start, and a stopped server leaves nothing behind', async (t) => {
  const dataFolder = await temporaryFolder(t)
  const first = await startForTest(t, { dataFolder })
  await query(first.migrator, 'create table kept as select 42 as answer')
  await first.stop()
  assert.ok(!existsSync(first.connection.host), 'the run folder is gone')
  assert.throws(() => process.kill(first.pid, 0), { code: 'ESRCH' })
  assert.deepEqual((await readdir(dataFolder)).toSorted(), ['lock', 'postgres'])

  const second = await startForTest(t, { dataFolder })
  assert.deepEqual(await query(second.migrator, 'select answer from kept'), [{ answer: 42 }])
})

test('the server is durable, checked, UTF-8, and listens on nothing but a private socket', async (t) => {
  const dataFolder = await usedFolder(t)
  const server = await startForTest(t, { dataFolder, settings: {} })
  const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses', 'TimeZone']
  const list = names.map((name) => `'${name}'`).join(', ')
  const rows = await query(server.admin, `select name, setting from pg_settings where name in (${list})`)
  assert.deepEqual(Object.fromEntries(rows.map(({ name, setting }) => [name, setting])), {
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    data_checksums: 'on',
    listen_addresses: '',
    TimeZone: 'UTC'
  })
  const encoding = `pg_encoding_to_char(encoding) as encoding, datlocprovider::text as provider, datlocale as locale`
  assert.deepEqual(await query(server.admin, `select ${encoding} from pg_database where datname = 'honeydue'`), [
    { encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8' }
  ])
  assert.deepEqual(await query(server.connection, `select lower('ÄÖÜ') as lower`), [{ lower: 'äöü' }])
  assert.equal((await stat(server.connection.host)).mode & 0o777, 0o700)
})

// ASVS 13.2.2
test('the product is no superuser of its database and owns nothing of it', async (t) => {
  const server = await startForTest(t, { dataFolder: await usedFolder(t) })
  assert.deepEqual(
    await query(server.connection, `select rolsuper, rolcreatedb from pg_roles where rolname = current_user`),
    [{ rolsuper: false, rolcreatedb: false }]
  )
  await assert.rejects(query(server.connection, 'create table public.own (id integer)'), { code: '42501' })
  await assert.rejects(query(server.connection, 'create schema own'), { code: '42501' })
})

test('started by root, the server and its files belong to an account without rights', async (t) => {
  if (!isRoot) return t.skip('only root can change the account')
  const dataFolder = await usedFolder(t)
  const server = await startForTest(t, { dataFolder })
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8')
  const [, uids] = /^Uid:\s+(.*)$/m.exec(status) ?? []
  assert.doesNotMatch(uids ?? '0', /\b0\b/)
  assert.notEqual((await stat(join(dataFolder, 'postgres'))).uid, 0)
})

test('a folder below others that the server’s account cannot enter is served', async (t) => {
  const closed = await temporaryFolder(t)
  await chmod(closed, 0o700)
  const server = await startForTest(t, { dataFolder: join(closed, 'deep', 'data') })
  assert.deepEqual(await query(server.connection, 'select 1 as one'), [{ one: 1 }])
})

test('a path longer than a socket’s may be is served', async (t) => {
  const dataFolder = join(await temporaryFolder(t), 'long-'.repeat(20), 'longer-'.repeat(20))
  await mkdir(dataFolder, { recursive: true })
  const server = await startForTest(t, { dataFolder })
  assert.deepEqual(await query(server.connection, 'select 1 as one'), [{ one: 1 }])
})

test('a folder for temporary files with too long a path is not used for the socket', async (t) => {
  const dataFolder = await usedFolder(t)
  const temporary = join(await temporaryFolder(t), 'long-'.repeat(20))
  await mkdir(temporary)
  const { parent, host } = await startElsewhere(dataFolder, { TMPDIR: temporary })
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  await (await startForTest(t, { dataFolder })).stop() // ends the orphan
  assert.ok(host.startsWith('/tmp/'))
})

test('a second start on the same folder is refused and names the process that has it', async (t) => {
  const dataFolder = await usedFolder(t)
  const { parent, host } = await startElsewhere(dataFolder)
  await assert.rejects(startEmbedded({ dataFolder }), {
    code: 'data_in_use',
    exitCode: 75,
    message: `the data folder is in use by process ${parent.pid}`
  })
  assert.ok(existsSync(host), 'the first one goes on')
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  await (await startForTest(t, { dataFolder })).stop()
})

test('of two first starts at once one succeeds and the other is refused', async (t) => {
  const dataFolder = await temporaryFolder(t)
  const starts = await Promise.allSettled([startForTest(t, { dataFolder }), startForTest(t, { dataFolder })])
  assert.deepEqual(starts.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  const refused = starts.find((start) => start.status === 'rejected')
  assert.equal(refused?.reason.code, 'data_in_use')
})

test('stop may be called twice, also at once', async (t) => {
  const server = await startForTest(t, { dataFolder: await usedFolder(t) })
  await Promise.all([server.stop(), server.stop()])
  await server.stop()
  assert.throws(() => process.kill(server.pid, 0), { code: 'ESRCH' })
})
