import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calibrate, steps } from './calibrate.ts'
import { bounds, parameters } from './passwords.ts'

const work = ({ memoryKib, passes }: { memoryKib: number; passes: number }) => memoryKib * passes

test('the quicker the machine, the dearer a password, from the OWASP minimum to an upper end', async () => {
  const choices = await Promise.all(
    [200, 51, 30, 20, 5, 0.1].map((milliseconds) => calibrate(async () => milliseconds))
  )

  assert.deepEqual([choices[0], choices[1]], [parameters, parameters])
  for (const [index, choice] of choices.entries()) {
    assert.ok(index === 0 || work(choice) >= work(choices[index - 1] ?? choice))
    assert.ok(steps.includes(choice))
    assert.ok(choice.memoryKib <= bounds.memoryKib && choice.passes <= bounds.passes)
  }
})

test('what it chooses costs between 50 and about 100 ms where the steps allow', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 13, max: 50, noNaN: true }), async (milliseconds) => {
      const choice = await calibrate(async () => milliseconds)
      const expected = (milliseconds * work(choice)) / work(parameters)
      assert.ok(expected <= 105, `${expected} ms`)
      assert.ok(expected >= 50 || choice === steps.findLast(({ memoryKib }) => memoryKib <= choice.memoryKib))
    })
  )
})

test('one slow computation does not make passwords cheap: the quicker of two counts', async () => {
  const times = [900, 900, 20]
  assert.deepEqual(await calibrate(async () => times.shift() ?? 0), await calibrate(async () => 20))
})

test('the machine that runs this test has an answer', async () => {
  assert.ok(steps.includes(await calibrate()))
})
