import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { auditEvents } from './audit.ts'

const committed = new URL('../docs/audit-events.md', import.meta.url)

function documentOfEvents(): string {
  const rows = Object.entries(auditEvents).map(
    ([name, { subject, outcome, means }]) => `| \`${name}\` | ${means} | ${subject} | ${outcome} |`
  )
  return `# Events of the audit log

Made of \`contract/audit.ts\` by \`node contract/audit.test.ts --write\`. Each says who (kind and id), what, about what, in which residence,
when (UTC), with which request, how it ended, and, sealed for the person alone, from which address and program.

| event | means | about | outcome |
|---|---|---|---|
${rows.join('\n')}
`
}

if (process.argv.includes('--write')) await writeFile(committed, documentOfEvents())

// ASVS 16.1.1
test('docs/audit-events.md lists every event that can be written', async () => {
  assert.equal(await readFile(committed, 'utf8'), documentOfEvents())
})
