import assert from 'node:assert/strict'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { documentLinks } from './document-links.ts'
import { root } from './source-files.ts'

test('what our documents lead to is there, and every picture is shown somewhere', () => {
  const links = documentLinks()
  assert.ok(links.length > 20)
  assert.deepEqual(
    links.filter(({ to }) => !existsSync(join(root, to))),
    []
  )
  const shown = new Set(links.map(({ to }) => to))
  assert.deepEqual(
    globSync('docs/use/pictures/*', { cwd: root }).filter((path) => !shown.has(path)),
    []
  )
})
