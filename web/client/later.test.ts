import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { base } from '../messages/en/parts/base.ts'
import { daily } from '../messages/en/parts/daily.ts'
import { entrance } from '../messages/en/parts/entrance.ts'
import { plans } from '../messages/en/parts/plans.ts'
import { staff } from '../messages/en/parts/staff.ts'
import { en } from '../messages/en.ts'

const keys = Object.keys(en)
const parts: Readonly<Record<string, object>> = { base, entrance, daily, plans, staff }

test('what is fetched later brings its words: a module that names a part says nothing else', async () => {
  const named = (await laterImports()).flatMap(({ file, part }) => (part === undefined ? [] : [{ file, part }]))
  const checked = [{ file: join(import.meta.dirname, 'main.tsx'), part: 'base' }, ...named]
  assert.ok(checked.length > 5)
  for (const { file, part } of checked) {
    const known = { ...base, ...parts[part] }
    const said = await keysSaidBy(file)
    assert.deepEqual(
      [...said].filter((key) => !(key in known)),
      [],
      file
    )
  }
})

test('every module of ours that is fetched later comes through later()', async () => {
  for (const { file, text } of await sources()) assert.doesNotMatch(text, /(?<!later\()import\('\./, file)
})

async function laterImports() {
  return (await sources()).flatMap(({ file, text }) =>
    [...text.matchAll(/later\(\s*import\('(?<path>\.[^']+)'\)(, '(?<part>\w+)')?/g)].map(({ groups }) => ({
      file: join(dirname(file), groups?.['path'] ?? ''),
      part: groups?.['part']
    }))
  )
}

async function sources() {
  const files = await Array.fromAsync(glob('**/*.{ts,tsx}', { cwd: import.meta.dirname }))
  const ours = files.filter((name) => !name.includes('.test.')).map((name) => join(import.meta.dirname, name))
  return Promise.all(ours.map(async (file) => ({ file, text: await readFile(file, 'utf8') })))
}

/** The messages that a module names, and every module it imports at once. */
async function keysSaidBy(start: string): Promise<Set<string>> {
  const said = new Set<string>()
  const modules = new Set([start])
  for (const file of modules) {
    const text = await readFile(file, 'utf8')
    for (const key of keysIn(text)) said.add(key)
    for (const imported of importsIn(text, dirname(file))) modules.add(imported) // a for-of visits what is added
  }
  return said
}

/** Written out, or as `\`a.${b}\``, which names all that begin with `a.`. */
function keysIn(text: string): string[] {
  const whole = new Set([...text.matchAll(/'(\w+\.[\w.]+)'/g)].map(([, key]) => key))
  const beginnings = [...text.matchAll(/`(\w+\.[\w.]*)\$\{/g)].map(([, beginning = '']) => beginning)
  return keys.filter((key) => whole.has(key) || beginnings.some((beginning) => key.startsWith(beginning)))
}

function importsIn(text: string, folder: string): string[] {
  return [...text.matchAll(/^(?:import|export|\}) (?!type\b)[^;]*?from '(\.[^']+\.tsx?)'/gm)]
    .map(([, path = '']) => join(folder, path))
    .filter((path) => existsSync(path))
}
