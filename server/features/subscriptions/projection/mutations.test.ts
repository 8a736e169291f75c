import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { appleScenarios } from './testing/apple-scenarios.ts'
import { googleScenarios } from './testing/google-scenarios.ts'
import { mutations, type Mutation } from './testing/mutations.ts'
import { failureOf, type Rules } from './testing/scenario.ts'
import { stripeScenarios } from './testing/stripe-scenarios.ts'

/** Each rule of the projection, broken in a copy of its source: a scenario has to see it. */

const scenarios = [...appleScenarios, ...googleScenarios, ...stripeScenarios]
const sources = new Map<string, string>()
let folder = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'honeydue-projection-'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  for (const file of await readdir(import.meta.dirname)) {
    if (/^[a-z-]+\.ts$/.test(file)) sources.set(file, await readFile(join(import.meta.dirname, file), 'utf8'))
  }
})
after(() => rm(folder, { recursive: true }))

test('a copy of the rules as they are passes every scenario', async () => {
  const rules = await rulesWith(undefined)
  assert.deepEqual(
    scenarios.flatMap((scenario) => failureOf(scenario, rules) ?? []),
    []
  )
})

for (const mutation of mutations) {
  test(`${mutation.what}: ${mutation.caughtBy} sees it`, async () => {
    const scenario = scenarios.find(({ id }) => id === mutation.caughtBy)
    assert.ok(scenario)
    assert.notEqual(failureOf(scenario, await rulesWith(mutation)), undefined)
  })
}

async function rulesWith(mutation: Mutation | undefined): Promise<Rules> {
  const copy = join(folder, String(mutation && mutations.indexOf(mutation)))
  await mkdir(join(copy, 'projection'), { recursive: true })
  await writeFile(join(copy, 'facts.ts'), await readFile(join(import.meta.dirname, '../facts.ts')))
  for (const [file, source] of sources) {
    await writeFile(join(copy, 'projection', file), mutation?.file === file ? broken(source, mutation) : source)
  }
  const load = (file: string) => import(pathToFileURL(join(copy, 'projection', file)).href)
  const [{ mergeFacts }, { project }] = await Promise.all([load('merge-facts.ts'), load('projection.ts')])
  return { mergeFacts, project }
}

/** Only what stands there once can be broken: a rule that was written anew needs its breakage written anew. */
function broken(source: string, { from, to }: Mutation): string {
  assert.equal(source.split(from).length, 2, `stands once: ${from}`)
  return source.replace(from, () => to)
}
