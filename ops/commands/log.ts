import { exitCodes } from '../exit-codes.ts'
import { readJournals, type Chain, type Entry } from '../secrets/journal.ts'
import type { Terminal } from '../terminal.ts'

type Options = { readonly verify?: boolean; readonly json?: boolean; readonly state: string }

/** Prints what the journals say, or whether they are as they were written. */
export async function log({ say }: Pick<Terminal, 'say'>, { verify, json, state }: Options): Promise<number> {
  const journals = await readJournals(state)
  if (!verify) {
    for (const { chain } of journals) for (const entry of chain.entries) say(json ? asJson(entry) : asText(entry))
    return exitCodes.ok
  }
  for (const { file, chain } of journals) say(json ? asJson(verdict(file, chain)) : verdictText(file, chain))
  return journals.some(({ chain }) => chain.problems.length > 0) ? exitCodes['a check failed'] : exitCodes.ok
}

function verdict(file: string, { entries, problems, torn }: Chain) {
  return { file, entries: entries.length, torn, problems }
}

function verdictText(file: string, { entries, problems, torn }: Chain): string {
  const end = torn ? '; the last line was cut off by a crash and does not count' : ''
  if (problems.length === 0) return `✓ ${file}: ${entries.length} lines${end}\n`
  return problems.map((problem) => `✗ ${file}: ${problem}\n`).join('')
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

function asText({ at, secret, phase, step, kind, seen, operator }: Entry): string {
  const details = Object.entries(seen).map(([name, value]) => `${name}: ${value}`)
  const time = at.replace(/\.\d+Z$/, 'Z')
  return `${[time, secret, phase.padEnd(7), step.padEnd(9), kind.padEnd(7), operator, ...details].join('  ')}\n`
}
