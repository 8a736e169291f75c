import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { hashOf } from './integrity.ts'
import { nameShellFiles } from './shell-files.ts'

const built = {
  'index.html': '<html>',
  'boot.js': 'boot()',
  'service-worker.js': 'work()',
  'assets/page-1.js': 'page()',
  'assets/page-1.js.br': 'page()',
  'assets/figtree-latin-1.woff2': 'letters',
  'assets/figtree-latin-ext-1.woff2': 'more letters',
  'icons/maskable-512.png': 'a picture'
}

test('the worker knows the page, its scripts and its letters, and what each must be', async (t) => {
  const { folder, worker } = await workerOf(t, built)
  for (const [name, path] of [
    ['index.html', '/'],
    ['boot.js', '/boot.js'],
    ['assets/page-1.js', '/assets/page-1.js']
  ] as const)
    assert.ok(worker.includes(JSON.stringify([path, await hashOf(join(folder, name))])), path)
  assert.match(worker, /figtree-latin-1/)
  assert.doesNotMatch(worker, /latin-ext|\.br|maskable|service-worker/)
  assert.match(worker, /;work\(\)$/)
})

test('another content under the same name is another version', async (t) => {
  const versionOf = async (files: Record<string, string>) =>
    /shellVersion="(\w+)"/.exec((await workerOf(t, files)).worker)?.[1]
  assert.equal(await versionOf(built), await versionOf(built))
  assert.notEqual(await versionOf(built), await versionOf({ ...built, 'boot.js': 'boot(2)' }))
})

async function workerOf(t: TestContext, files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-shell-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  for (const name of ['assets', 'icons']) await mkdir(join(folder, name))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  await nameShellFiles(folder)
  return { folder, worker: await readFile(join(folder, 'service-worker.js'), 'utf8') }
}
