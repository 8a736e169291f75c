import { spawnSync } from 'node:child_process'
import { deviations } from '../../test/asvs/deviations.ts'
import { testsOf } from '../../test/asvs/document.ts'
import { latestOutcomes, outcomesFile, type Outcome } from '../../test/asvs/outcomes.ts'
import { requirements } from '../../test/asvs/requirements.ts'
import { tagsOf, type Tag } from '../../test/asvs/tags.ts'
import { root, sourceFiles } from '../../test/source-files.ts'
import type { Row } from '../row.ts'

export const row: Row = {
  id: 'S8',
  metric: 'requirements of ASVS 5.0, level 1 and 2, by an automated test',
  target: '203 of 203 mapped or deviating with a reason, ≥ 95 % of the shown ones green',
  async measure() {
    const tags = tagsOf(sourceFiles('contract', 'server', 'web', 'test'))
    const claimed = requirements.filter(({ level }) => level < 3)
    const shown = claimed.filter(({ id }) => testsOf(id, tags).length > 0)
    const answered = claimed.filter(({ id }) => shown.some((other) => other.id === id) || deviations[id] !== undefined)
    const outcomes = outcomesOf([...new Set(tags.map(({ path }) => path))])
    const green = shown.filter(({ id }) => testsOf(id, tags).every((tag) => isGreen(tag, outcomes)))
    const share = green.length / shown.length
    return {
      figure: `${answered.length} of ${claimed.length}: ${shown.length} shown, ${(share * 100).toFixed(1)} % of them green`,
      met: answered.length === claimed.length && share >= 0.95
    }
  }
}

/** Of the last `npm test`, if it ran on these sources; else the tagged files are run, which takes about as long. */
function outcomesOf(paths: readonly string[]): readonly Outcome[] {
  const known = latestOutcomes()
  if (known) return known
  console.error('S8: npm test has not run on these sources; running the tagged tests')
  const report = ['--test-reporter=./test/asvs/outcomes.ts', `--test-reporter-destination=${outcomesFile}`]
  const options = [
    '--test-concurrency=2',
    '--test-timeout=300000',
    '--test-global-setup=test/global-setup.ts',
    ...report
  ]
  spawnSync(process.execPath, ['--test', ...options, ...paths], { cwd: root, stdio: 'ignore' })
  return latestOutcomes() ?? []
}

/** Every test that the title stands for has passed, and there is one; an entry of a list ends the name of its test. */
function isGreen({ path, title }: Tag, outcomes: readonly Outcome[]): boolean {
  const pattern = new RegExp(
    `^(?:.* )?${title
      .split(/\$\{[^}]*\}/)
      .map((part) => RegExp.escape(part))
      .join('.*')}$`,
    's'
  )
  const own = outcomes.filter((outcome) => outcome.path === path && pattern.test(outcome.name))
  return own.length > 0 && own.every(({ passed }) => passed)
}
