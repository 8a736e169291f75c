import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publish, testPods } from '../testing-pods.ts'
import { testOperator } from '../testing-operator.ts'

test('at a terminal a rotation is drawn in place, and the last frame stays above how it ended', async (t) => {
  const anna = await testOperator(t)
  publish(anna.fake, { SECRET_KEY: 'the key of last year, long enough for the rule' })
  testPods(
    anna.fake,
    'SECRET_KEY',
    (text) =>
      text.startsWith('{')
        ? (JSON.parse(text) as { keys: { k: string }[] }).keys.map(({ k }) => k).toReversed()
        : [text] // a ring: the new one is last
  )
  const written: string[] = []
  const rotate = (...args: string[]) =>
    anna.honeydue(
      'secrets',
      'rotate',
      'SECRET_KEY',
      '--take-over',
      '--environment',
      'production',
      '--config',
      anna.config,
      ...args
    )
  anna.screen = { columns: () => 72, colour: false, every: () => () => {}, write: (text) => void written.push(text) }

  const { exitCode, out } = await rotate()

  assert.equal(exitCode, 10)
  assert.doesNotMatch(out, /✓ ADMIT/, 'no plain lines beside it')
  assert.match(out, /\nBoth values work\. Go on with --resume/)
  const frames = written.filter((text) => text.startsWith('SECRET_KEY · production'))
  assert.ok(frames.some((text) => /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] PUBLISH /.test(text)))
  const last = frames.at(-1) ?? ''
  assert.match(last, /✓ ADOPT .*\n… SETTLE +24 h left: .*\n· REVOKE /)
  assert.match(last, /3 of 3 pods have the new value; no pod shows the old value\n/)
  const count = written.length
  const plain = await rotate('--resume', '--json')
  assert.deepEqual([plain.exitCode, written.length], [10, count], 'programs get no drawing')
})
