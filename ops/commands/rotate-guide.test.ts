import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { temporaryFolder } from '#test/embedded.ts'
import { HumanNeeded } from '../secrets/guide.ts'
import { makeRedactor } from '../secrets/redactor.ts'
import type { Terminal } from '../terminal.ts'
import { guideOf } from './rotate-guide.ts'

const question = { id: 'password', text: 'Paste it.', hidden: true } as const

async function fileWith(t: TestContext, text: string, mode = 0o600): Promise<string> {
  const file = join(await temporaryFolder(t), 'answers.yaml')
  await writeFile(file, text, { mode })
  return file
}

function terminal(ask?: Terminal['ask']) {
  const told: string[] = []
  const complain = (text: string) => void told.push(text)
  const unused = () => assert.fail()
  return { told, say: unused, complain, stateFolder: '', operator: 'anna', now: unused, pause: unused, ask }
}

test('the file answers before anybody is asked, and what it says is not told', async (t) => {
  const redactor = makeRedactor()
  const place = terminal(() => assert.fail('was asked'))
  const guide = guideOf(place, await fileWith(t, 'password: "the pasted one "\n'), redactor)
  assert.equal((await guide.ask(question)).reveal(), 'the pasted one')
  guide.tell('You have pasted: the pasted one')
  assert.deepEqual(place.told, ['You have pasted: [secret]\n'])
})

test('whoever sits there is asked for what the file does not have; what they type is hidden and known', async (t) => {
  const asked: unknown[] = []
  const redactor = makeRedactor()
  const ask: Terminal['ask'] = async (text, how) => (asked.push([text, how]), ' typed by hand\n')
  const guide = guideOf(terminal(ask), await fileWith(t, 'other: no\n'), redactor)
  assert.equal((await guide.ask(question)).reveal(), 'typed by hand')
  await guide.ask({ id: 'deleted', text: 'Gone?' })
  assert.deepEqual(asked, [
    ['Paste it.\n> ', { hidden: true }],
    ['Gone?\n> ', { hidden: false }]
  ])
  assert.ok(redactor.finds('typed by hand'))
})

test('where nobody answers a human is needed, and told how', async () => {
  for (const ask of [undefined, async () => '', async () => '  ']) {
    await assert.rejects(guideOf(terminal(ask), undefined, makeRedactor()).ask(question), (error) => {
      assert.ok(error instanceof HumanNeeded)
      return error.message === 'Paste it. (In a terminal, or as "password" in the file of --answers.)'
    })
  }
})

test('a file that others may read, is not there or is no list of answers is refused, without a word of it', async (t) => {
  const guideWith = (file: string) => () => guideOf(terminal(), file, makeRedactor())
  assert.throws(guideWith(await fileWith(t, 'password: x\n', 0o640)), /can be read by others: chmod 600/)
  assert.throws(guideWith(join(await temporaryFolder(t), 'nothing.yaml')), /cannot be read: the file of answers/)
  for (const text of ['hunter two', '- hunter two', 'password: { hunter: two }', 'a: "hunter', '']) {
    assert.throws(guideWith(await fileWith(t, text)), (error: Error) => {
      assert.match(error.message, /has to be a list of name: answer\.$/)
      return !error.message.includes('hunter')
    })
  }
})
