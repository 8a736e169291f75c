import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AppError } from '#server/platform/errors.ts'
import { positionOf, type Neighbours, type Point, type Shown } from './meter-rules.ts'

const alone: Neighbours = { before: undefined, after: undefined }
const shown = (value: number, rest: Partial<Shown> = {}): Shown => ({ value, rolledOver: false, ...rest })

function reasonOf(act: () => unknown): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    assert.ok(error instanceof AppError)
    return error.fields?.[0]?.reason
  }
}

test('whatever a meter of any digits counts, its readings add up to just that, over every new beginning at 0', () => {
  const uses = fc.array(fc.integer({ min: 0, max: 999_999 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(), uses, (digits, start, used) => {
      const span = 10 ** digits * 1000
      const first = start % span
      let before: Point = { value: first, position: positionOf(shown(first), alone, digits) }
      let total = first
      for (const each of used) {
        total += each % span
        const value = total % span
        const rolledOver = value < before.value
        before = { value, position: positionOf(shown(value, { rolledOver }), { before, after: undefined }, digits) }
      }
      assert.equal(before.position, total)
    })
  )
})

test('a reading put between two others moves neither, and lies between them', () => {
  const amount = fc.integer({ min: 0, max: 400_000 })
  fc.assert(
    fc.property(amount, amount, amount, (start, one, two) => {
      const span = 1_000_000
      const before = { value: start, position: start }
      const total = start + one + two
      const after = {
        value: total % span,
        position: positionOf(shown(total % span, { rolledOver: total >= span }), { before, after: undefined }, 3)
      }
      const middle = start + one
      const position = positionOf(shown(middle % span, { rolledOver: middle >= span }), { before, after }, 3)
      assert.ok(before.position <= position && position <= after.position)
      assert.equal(position, middle)
    })
  )
})

test('a meter does not run backwards unless somebody says that it began again or was replaced', () => {
  const before = { value: 900, position: 900 }
  assert.equal(
    reasonOf(() => positionOf(shown(899), { before, after: undefined }, 5)),
    'lower_than_before'
  )
  assert.equal(positionOf(shown(10, { rolledOver: true }), { before, after: undefined }, 1), 900 + 10_000 - 890)
  assert.equal(positionOf(shown(0, { formerValue: 950 }), { before, after: undefined }, null), 950)
  assert.equal(
    reasonOf(() => positionOf(shown(0, { formerValue: 899 }), { before, after: undefined }, null)),
    'lower_than_before'
  )
})

test('what cannot be is refused with its reason', () => {
  const before = { value: 500, position: 500 }
  const after = { value: 800, position: 800 }
  const cases: [string, () => unknown][] = [
    ['more_than_digits', () => positionOf(shown(10_000), alone, 1)],
    ['digits_unknown', () => positionOf(shown(1, { rolledOver: true }), { before, after: undefined }, null)],
    ['not_lower', () => positionOf(shown(600, { rolledOver: true }), { before, after: undefined }, 3)],
    ['nothing_before', () => positionOf(shown(1, { rolledOver: true }), alone, 3)],
    ['higher_than_after', () => positionOf(shown(801), { before, after }, 3)],
    ['higher_than_after', () => positionOf(shown(801), { before: undefined, after }, 3)],
    ['not_the_latest', () => positionOf(shown(0, { formerValue: 600 }), { before, after }, 3)]
  ]
  for (const [reason, act] of cases) assert.equal(reasonOf(act), reason)
  assert.equal(positionOf(shown(300), { before: undefined, after }, 3), 300)
})
