import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { sourceFiles } from '../source-files.ts'
import { deviations } from './deviations.ts'
import { asvsDocument, idsShown, testsOf } from './document.ts'
import { chapters, requirements } from './requirements.ts'
import { tagsOf } from './tags.ts'

/** The standard's own list stays outside the repository; beside a checkout it is in ../shared/data. */
const list = read(new URL('../../../shared/data/asvs-5.0.csv', import.meta.url))
const skip = list === undefined && 'SKIPPED: NO VECTORS. ../shared/data/asvs-5.0.csv is absent, ids are not compared'

const tags = tagsOf(sourceFiles('contract', 'server', 'ops', 'web', 'test', 'scoreboard', 'bench'))

function read(url: URL): string | undefined {
  try {
    return readFileSync(url, 'utf8')
  } catch {
    return undefined
  }
}

test('every requirement has an id of its own, in a chapter that has a name', () => {
  const ids = requirements.map(({ id }) => id)
  assert.deepEqual(ids, [...new Set(ids)])
  for (const { id } of requirements) assert.ok(chapters[id.split('.')[0] ?? ''], id)
  assert.equal(requirements.filter(({ level }) => level < 3).length, 203)
})

test('every tag names requirements that apply', () => {
  const known = new Set(requirements.map(({ id }) => id))
  const unknown = tags.flatMap(({ path, ids }) => ids.filter((id) => !known.has(id)).map((id) => `${path}: ${id}`))
  assert.deepEqual(unknown, [])
})

test('every deviation is from a requirement that applies, and has a reason', () => {
  const known = new Set(requirements.map(({ id }) => id))
  for (const [id, reason] of Object.entries(deviations)) assert.ok(known.has(id) && reason.length > 20, id)
})

test('a tag that stands above no test is refused', () => {
  const astray = { path: 'test/x.test.ts', text: '// ASVS 6.2.1\nconst answer = 42\n' }
  assert.throws(() => tagsOf([astray]), /test\/x\.test\.ts: "ASVS 6\.2\.1" stands above no test/)
})

test('a tag is read with the title of its test, however that is quoted and broken into lines', () => {
  const text = [
    '// ASVS 6.2.1, 6.2.4',
    "test('it\\'s so', () => {})",
    '  // ASVS 1.1.1',
    '  test(',
    '    "nobody\'s",',
    '    () => {})',
    '// ASVS 2.2.1',
    'for (const { name } of all) {',
    '  test(`each ${name}`, () => {})',
    '// ASVS 4.1.3',
    'export const row: Row = {',
    "  id: 'S5',"
  ].join('\n')
  assert.deepEqual(tagsOf([{ path: 'x', text }]), [
    { ids: ['6.2.1', '6.2.4'], path: 'x', title: "it's so" },
    { ids: ['1.1.1'], path: 'x', title: "nobody's" },
    { ids: ['2.2.1'], path: 'x', title: 'each ${name}' },
    { ids: ['4.1.3'], path: 'x', title: 'scoreboard S5' }
  ])
})

test("ids and levels are the standard's", { skip }, () => {
  const levels = new Map(
    (list ?? '').matchAll(/,V(\d+\.\d+\.\d+),.*,(\d)\r?$/gm).map(([, id, level]) => [id, Number(level)])
  )
  for (const { id, level } of requirements) assert.equal(levels.get(id), level, id)
})

const file = new URL('../../docs/asvs.md', import.meta.url)
const made = asvsDocument(requirements, deviations, tags)
const before = read(file) ?? ''
const lost = idsShown(before).filter((id) => testsOf(id, tags).length === 0)

// First, so that what is lost is not written over.
test('no requirement that docs/asvs.md shows has lost its last test', () => {
  assert.deepEqual(
    lost.filter((id) => deviations[id] === undefined),
    [],
    'give it a test again, or a deviation with its reason'
  )
})

test('docs/asvs.md is what the tests say ("npm run asvs" makes it anew)', () => {
  if (process.argv.includes('--write') && lost.every((id) => deviations[id])) writeFileSync(file, made)
  assert.equal(read(file), made)
})
