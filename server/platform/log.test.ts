import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { root } from '#test/source-files.ts'

/** What a program that logs writes to its output. */
function output(code: string): string {
  const program = `import { createLog } from '#server/platform/log.ts'\nconst log = createLog('info')\n${code}`
  const options = { cwd: root, encoding: 'utf8', input: program } as const
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-'], options)
  assert.equal(stderr, '')
  return stdout
}

// ASVS 16.2.2, 16.2.4, 16.4.1
test('whatever is logged is one line of JSON in UTC, with nothing that moves a terminal’s cursor', () => {
  const hostile = JSON.stringify('a\nb\r\n{"level":60}\u001b[2J\u2028\u0000')
  const text = output(`log.info({ route: ${hostile} }, ${hostile})`)
  const lines = text.trimEnd().split('\n')
  assert.equal(lines.length, 1)
  const line = JSON.parse(lines[0] ?? '') as { time: string; route: string }
  assert.match(line.time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  assert.match(line.route, /b\r\n\{/)
  assert.ok(Array.from(text.trimEnd()).every((character) => character >= ' '))
})

test('an error is told by kind, message, code and stack, never by its fields', () => {
  const text = output(
    `log.error({ err: Object.assign(new Error('m'), { code: 'E1', parameters: ['a-secret'] }) }, 'x')`
  )
  assert.match(text, /"message":"m","code":"E1","stack":"Error: m/)
  assert.doesNotMatch(text, /a-secret/)
})
