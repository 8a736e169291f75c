import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { liveView } from './live-view.ts'
import { frame, type ViewState, type ViewStep } from './terminal-view.ts'

const escape = String.fromCharCode(27)
const startedAt = Temporal.Instant.from('2026-11-26T20:00:00Z')
const step = (id: string, state: ViewStep['state']): ViewStep => ({
  id,
  phase: id.toUpperCase(),
  what: `what ${id} does`,
  state
})
const state: ViewState = {
  secret: 'SECRET_KEY',
  environment: 'production',
  steps: [step('lease', 'done'), step('adopt', 'now'), step('settle', 'waits'), step('revoke', 'later')],
  pods: [
    { name: 'api-1', has: 'new' },
    { name: 'api-2', has: 'old' },
    { name: 'worker-1', has: 'unknown' }
  ],
  notBefore: startedAt.add({ minutes: 30 }),
  startedAt,
  now: startedAt.add({ minutes: 3 }),
  turns: 1
}
const plain = { columns: 80, colour: false }

test('a frame shows what is done, what is going on, what waits and for how long, and which pods attest it', () => {
  assert.deepEqual(frame(state, plain), [
    'SECRET_KEY · production · 3 min',
    '',
    '✓ LEASE    what lease does',
    '⠙ ADOPT    what adopt does',
    '… SETTLE   27 min left: what settle does',
    '· REVOKE   what revoke does',
    '',
    '  1 of 3 pods have the new value; 1 show the old value',
    '  ✓ api-1  · api-2  ? worker-1'
  ])
  const ended = { ...state, steps: [step('adopt', 'failed')], pods: [{ name: 'api-1', has: 'new' as const }] }
  assert.deepEqual(frame(ended, plain).slice(2), [
    '✗ ADOPT    what adopt does',
    '',
    '  1 of 1 pods have the new value; no pod shows the old value',
    '  ✓ api-1'
  ])
})

test('without colour no escape is written, with it only colours are', () => {
  assert.equal(frame(state, plain).join('\n').includes(escape), false)
  const painted = frame(state, { columns: 80, colour: true })
  assert.ok(painted.join('\n').includes(`${escape}[32m✓`))
  assert.deepEqual(painted.map(stripVTControlCharacters), frame(state, plain))
})

test('no line is wider than the terminal, however narrow', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 120 }), fc.boolean(), (columns, colour) => {
      for (const line of frame(state, { columns, colour })) {
        assert.ok(Array.from(stripVTControlCharacters(line)).length <= columns)
      }
    }),
    { numRuns: 100 }
  )
})

/** A terminal that knows how to go up and to clear what is below. */
function screenOf() {
  const lines: string[] = ['']
  return {
    lines,
    screen: {
      columns: () => 80,
      colour: false,
      every: () => () => {},
      write(text: string) {
        const up = text.startsWith(`${escape}[`) ? Number.parseInt(text.slice(2), 10) : undefined
        if (up !== undefined) lines.splice(lines.length - 1 - up, Infinity, '')
        const [first = '', ...rest] = (up === undefined ? text : '').split('\n')
        lines[lines.length - 1] += first
        lines.push(...rest)
      }
    }
  }
}

test('frames take each other’s place, what is said and asked stands above, and the last one stays', async () => {
  const { lines, screen } = screenOf()
  let turn = 0
  const view = liveView(screen, () => [`turn ${(turn += 1)}`, 'below'])
  view.draw()
  view.draw()
  assert.deepEqual(lines, ['turn 2', 'below', ''])
  view.above(() => screen.write('said\n'))
  assert.deepEqual(lines, ['said', 'turn 3', 'below', ''])
  await view.aside(async () => {
    screen.write('asked: answer\n')
    view.draw()
    assert.deepEqual(lines, ['said', 'asked: answer', ''], 'nothing is drawn over who types')
  })
  view.end()
  view.end()
  view.draw()
  assert.deepEqual(lines, ['said', 'asked: answer', 'turn 5', 'below', ''])
})
