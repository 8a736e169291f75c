import { join } from 'node:path'
import { run } from 'node:test'
import { deviations } from '../../test/asvs/deviations.ts'
import { testsOf } from '../../test/asvs/document.ts'
import { requirements } from '../../test/asvs/requirements.ts'
import { tagsOf, type Tag } from '../../test/asvs/tags.ts'
import { root, sourceFiles } from '../../test/source-files.ts'
import type { Row } from '../row.ts'

/** A test that ran, named as node:test does: a template's values are filled in. */
type Outcome = { readonly path: string; readonly name: string; readonly passed: boolean }

export const row: Row = {
  id: 'S8',
  metric: 'requirements of ASVS 5.0, level 1 and 2, by an automated test',
  target: '203 of 203 mapped or deviating with a reason, ≥ 95 % of the shown ones green',
  async measure() {
    const tags = tagsOf(sourceFiles('contract', 'server', 'web', 'test'))
    const claimed = requirements.filter(({ level }) => level < 3)
    const shown = claimed.filter(({ id }) => testsOf(id, tags).length > 0)
    const answered = claimed.filter(({ id }) => shown.some((other) => other.id === id) || deviations[id] !== undefined)
    const outcomes = await outcomesOf([...new Set(tags.map(({ path }) => path))])
    const green = shown.filter(({ id }) => testsOf(id, tags).every((tag) => isGreen(tag, outcomes)))
    const share = green.length / shown.length
    return {
      figure: `${answered.length} of ${claimed.length}: ${shown.length} shown, ${(share * 100).toFixed(1)} % of them green`,
      met: answered.length === claimed.length && share >= 0.95
    }
  }
}

async function outcomesOf(paths: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const note =
    (passed: boolean) => (event: { name: string; file?: string; nesting: number; skip?: string | boolean }) => {
      const path = (event.file ?? '').slice(root.length)
      outcomes.push({ path, name: event.name, passed: passed && event.skip === undefined })
    }
  const stream = run({ files: paths.map((path) => join(root, path)), concurrency: 2, timeout: 300_000 })
  stream.on('test:pass', note(true)).on('test:fail', note(false))
  for await (const _ of stream) continue
  return outcomes
}

/** Every test that the title stands for has passed, and there is one. */
function isGreen({ path, title }: Tag, outcomes: readonly Outcome[]): boolean {
  const pattern = new RegExp(
    `^${title
      .split(/\$\{[^}]*\}/)
      .map((part) => RegExp.escape(part))
      .join('.*')}$`,
    's'
  )
  const own = outcomes.filter((outcome) => outcome.path === path && pattern.test(outcome.name))
  return own.length > 0 && own.every(({ passed }) => passed)
}
