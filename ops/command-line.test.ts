import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { runFile, temporaryFolder } from '#test/embedded.ts'
import { root } from '#test/source-files.ts'
import { commandLine } from './command-line.ts'
import { openJournal } from './secrets/journal.ts'
import { makeRedactor } from './secrets/redactor.ts'

async function operatorOf(t: TestContext) {
  const stateFolder = await temporaryFolder(t)
  return {
    stateFolder,
    async honeydue(...args: string[]) {
      const said = { out: '', err: '' }
      const exitCode = await commandLine(args, {
        say: (text) => void (said.out += text),
        complain: (text) => void (said.err += text),
        stateFolder,
        operator: 'anna@laptop',
        now: () => Temporal.Instant.from('2026-11-26T20:00:00Z'),
        pause: async (times: number) => times < 3
      })
      return { exitCode, ...said }
    }
  }
}

async function journalIn(stateFolder: string) {
  const file = join(stateFolder, 'cluster-1', 'rotation-1.jsonl')
  const journal = await openJournal({
    file,
    rotation: 'rotation-1',
    secret: 'REDIS_PASSWORD',
    operator: 'anna@laptop',
    now: () => Temporal.Instant.from('2026-11-26T20:00:00.125Z'),
    redactor: makeRedactor()
  })
  await journal.write({ phase: 'ADMIT', step: 'admit', kind: 'intent', epoch: 4 })
  await journal.write({ phase: 'ADMIT', step: 'admit', kind: 'done', epoch: 4, seen: { to: 'abcdefghij' } })
  await journal.close()
  return file
}

test('the log tells what was done, when and by whom, to people and to programs', async (t) => {
  const { stateFolder, honeydue } = await operatorOf(t)
  assert.deepEqual(await honeydue('secrets', 'log'), { exitCode: 0, out: '', err: '' })
  await journalIn(stateFolder)
  const { out } = await honeydue('secrets', 'log')
  assert.match(
    out,
    /^2026-11-26T20:00:00Z {2}REDIS_PASSWORD {2}ADMIT.*admit.*intent.*anna@laptop\n.*done.*to: abcdefghij\n$/
  )
  const lines = (await honeydue('secrets', 'log', '--json')).out.trim().split('\n')
  assert.deepEqual(
    lines.map((line) => (JSON.parse(line) as { kind: string }).kind), // written above
    ['intent', 'done']
  )
})

test('a log that was changed fails the check, and what a crash cut off does not', async (t) => {
  const { stateFolder, honeydue } = await operatorOf(t)
  const file = await journalIn(stateFolder)
  const text = await readFile(file, 'utf8')
  const good = await honeydue('secrets', 'log', '--verify')
  assert.deepEqual([good.exitCode, good.out], [0, '✓ cluster-1/rotation-1.jsonl: 2 lines\n'])
  await writeFile(file, `${text}{"v":1`)
  const torn = await honeydue('secrets', 'log', '--verify')
  assert.deepEqual([torn.exitCode, /2 lines; the last line was cut off/.test(torn.out)], [0, true])
  await writeFile(file, text.replace('anna@laptop', 'ben@laptop'))
  const changed = await honeydue('secrets', 'log', '--verify')
  assert.deepEqual(
    [changed.exitCode, changed.out],
    [1, '✗ cluster-1/rotation-1.jsonl: line 2 does not follow line 1\n']
  )
  const told = JSON.parse((await honeydue('secrets', 'log', '--verify', '--json')).out) as { problems: string[] } // as above
  assert.deepEqual(told.problems, ['line 2 does not follow line 1'])
})

test('wrong use says what is right and ends with 2; help ends with 0 and tells the exit codes', async (t) => {
  const { honeydue } = await operatorOf(t)
  for (const args of [
    ['secrets', 'burn'],
    ['secrets', 'log', '--colour'],
    ['secrets', 'log', '--state']
  ]) {
    const { exitCode, err } = await honeydue(...args)
    assert.equal(exitCode, 2, args.join(' '))
    assert.match(err, /error: /)
  }
  const help = await honeydue('--help')
  assert.equal(help.exitCode, 0)
  assert.match(help.out, /10 {2}to be gone on with later/)
})

test('the tool is a program of its own', async () => {
  const { stdout } = await runFile(process.execPath, ['ops/main.ts', 'secrets', 'log', '--help'], { cwd: root })
  assert.match(stdout, /Usage: honeydue secrets log/)
})
