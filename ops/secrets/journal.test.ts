import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import fc from 'fast-check'
import { Secret } from '#server/platform/secret.ts'
import { temporaryFolder } from '#test/embedded.ts'
import { JournalError, mirrorProblem, openJournal, readChain, readJournals, type Saying } from './journal.ts'
import { makeRedactor } from './redactor.ts'

const rotation = '0199c0de-0000-7000-8000-000000000001'
const now = () => Temporal.Instant.from('2026-11-26T20:00:00Z')
const saying = (step: string, kind: Saying['kind'] = 'intent'): Saying => ({ phase: 'MINT', step, kind, epoch: 3 })

async function journalIn(t: TestContext) {
  const file = join(await temporaryFolder(t), 'cluster', `${rotation}.jsonl`)
  const redactor = makeRedactor()
  const mirrored: string[][] = []
  const open = () =>
    openJournal({
      file,
      rotation,
      secret: 'POSTGRES_PASSWORD',
      operator: 'anna@laptop',
      now,
      redactor,
      mirror: async (lines) => void mirrored.push([...lines])
    })
  return { file, redactor, mirrored, open }
}

async function threeLines(t: TestContext) {
  const made = await journalIn(t)
  const journal = await made.open()
  for (const step of ['lease', 'mint', 'admit']) await journal.write(saying(step))
  await journal.close()
  return { ...made, text: await readFile(made.file, 'utf8') }
}

test('what was written is read back, in order, by whoever comes next, and only by its owner', async (t) => {
  const { file, open, mirrored } = await threeLines(t)
  const journal = await open()
  await journal.write(saying('admit', 'done'))
  await journal.close()
  const [read] = await readJournals(dirname(dirname(file)))
  assert.deepEqual(
    read?.chain.entries.map(({ seq, step, kind }) => `${seq} ${step} ${kind}`),
    ['0 lease intent', '1 mint intent', '2 admit intent', '3 admit done']
  )
  assert.deepEqual([read.rotation, read.chain.problems, read.chain.torn], [rotation, [], false])
  assert.equal(mirrored.at(-1)?.length, 4)
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  assert.equal((await stat(dirname(file))).mode & 0o777, 0o700)
})

test('cut at any byte, as by a crash, it holds every line that was whole and can be gone on with', async (t) => {
  const { file, open, text } = await threeLines(t)
  for (let length = 0; length < text.length; length += 1) {
    const whole = text.slice(0, length).split('\n').length - 1
    const chain = readChain(text.slice(0, length), rotation)
    assert.deepEqual(
      [chain.entries.length, chain.problems, chain.torn],
      [whole, [], !/(^|\n)$/.test(text.slice(0, length))]
    )
    if (length % 7 !== 0) continue
    await writeFile(file, text.slice(0, length))
    const journal = await open()
    await journal.write(saying('after'))
    await journal.close()
    const after = readChain(await readFile(file, 'utf8'), rotation)
    assert.deepEqual([after.entries.length, after.entries.at(-1)?.step, after.problems], [whole + 1, 'after', []])
  }
})

test('a character that is another is found, wherever it is', async (t) => {
  const { text } = await threeLines(t)
  fc.assert(
    fc.property(fc.nat({ max: text.length - 2 }), fc.constantFrom('x', '0', '"', '}', '\n'), (at, by) => {
      fc.pre(text[at] !== by)
      const changed = text.slice(0, at) + by + text.slice(at + 1)
      const { problems, lines } = readChain(changed, rotation)
      // Nothing follows the last line that could tell: there the copy does.
      assert.ok(problems.length > 0 || mirrorProblem(lines, text.trimEnd().split('\n')) !== undefined, changed)
    }),
    { numRuns: 300 }
  )
})

test('lines that were taken out, cut off or put elsewhere are found', async (t) => {
  const { text } = await threeLines(t)
  const [one = '', two = '', three = ''] = text.split('\n')
  const problems = (...lines: string[]) => readChain(lines.map((line) => `${line}\n`).join(''), rotation).problems
  assert.deepEqual(problems(one, two, three), [])
  assert.ok(problems(one, three).length > 0)
  assert.ok(problems(two, one, three).length > 0)
  assert.ok(problems(two, three).length > 0)
  assert.ok(readChain(text, 'another rotation').problems.length > 0)
  assert.match(mirrorProblem([one, two], [one, two, three]) ?? '', /1 lines of the copy are missing/)
  assert.match(mirrorProblem([one, three], [one, two]) ?? '', /line 2 is another/)
  assert.equal(mirrorProblem([one, two, three], [one, two]), undefined)
})

test('what is not as it was written is not gone on with', async (t) => {
  const { file, open, text } = await threeLines(t)
  await writeFile(file, text.replace('"mint"', '"mind"'))
  await assert.rejects(open(), JournalError)
  await writeFile(file, `${text}not an entry\n`)
  await assert.rejects(open(), JournalError)
})

test('a value that is known is never written, however it is spelled', async (t) => {
  const { file, open, redactor } = await journalIn(t)
  const value = new Secret('kdu3-9dkw/02ls=')
  redactor.know(value)
  const journal = await open()
  for (const spelled of [value.reveal(), Buffer.from(value.reveal()).toString('base64')]) {
    await assert.rejects(journal.write({ ...saying('mint'), seen: { note: spelled } }), JournalError)
  }
  await journal.write(saying('mint'))
  await journal.close()
  assert.equal(readChain(await readFile(file, 'utf8'), rotation).entries.length, 1)
})

test('after a line that could not be written nothing more is', async (t) => {
  const { open } = await journalIn(t)
  const journal = await open()
  await journal.close()
  await assert.rejects(journal.write(saying('mint')), { code: 'EBADF' })
  await assert.rejects(journal.write(saying('mint')), JournalError)
})
