import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestEvent } from 'node:test/reporters'
import { root, sourceFiles } from '../source-files.ts'

/** A test that ran, named as node:test does: a template's values are filled in. */
export type Outcome = { readonly path: string; readonly name: string; readonly passed: boolean }

/** Where a run of the tests leaves how each ended. */
export const outcomesFile = join(root, 'node_modules/.test-outcomes.jsonl')

/** A reporter for `node --test`: says first which sources were tested, then how each test ended. */
// oxlint-disable-next-line import/no-default-export -- node:test reads the default export
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  yield `${JSON.stringify({ sources: digestOfSources() })}\n`
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const outcome: Outcome = {
      path: (data.file ?? '').slice(root.length),
      name: data.name,
      passed: type === 'test:pass' && data.skip === undefined
    }
    yield `${JSON.stringify(outcome)}\n`
  }
}

/** How the tests ended when they last ran on the sources as they are now; undefined when they were others. */
export function latestOutcomes(): Outcome[] | undefined {
  if (!existsSync(outcomesFile)) return undefined
  const [first = '{}', ...lines] = readFileSync(outcomesFile, 'utf8').trimEnd().split('\n')
  const { sources } = JSON.parse(first) as { sources?: string } // written above
  return sources === digestOfSources() ? lines.map((line) => JSON.parse(line) as Outcome) : undefined // written above
}

function digestOfSources(): string {
  const digest = createHash('sha256')
  const files = sourceFiles('contract', 'server', 'ops', 'web', 'test').toSorted((one, other) =>
    one.path < other.path ? -1 : 1
  )
  for (const { path, text } of files) digest.update(`${path}\0${text}\0`)
  return digest.digest('hex')
}
