import { openCluster } from '../cluster/https-cluster.ts'
import { readKubeconfig } from '../cluster/kubeconfig.ts'
import { exitCodes } from '../exit-codes.ts'
import { copiesIn } from '../secrets/cluster-places.ts'
import { mirrorProblem, readChain, readJournals, type Chain, type Entry } from '../secrets/journal.ts'
import { readOpsSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'

type Options = { readonly verify?: boolean; readonly json?: boolean; readonly state: string; readonly config?: string }

/** Prints what the journals say, or whether they are as they were written. */
export async function log({ say }: Pick<Terminal, 'say'>, { verify, json, state, config }: Options): Promise<number> {
  const journals = await readJournals(state)
  if (!verify) {
    for (const { chain } of journals) for (const entry of chain.entries) say(json ? asJson(entry) : asText(entry))
    return exitCodes.ok
  }
  const verdicts = journals.map(({ file, chain }) => verdictOf(file, chain))
  if (config !== undefined) verdicts.push(...(await verdictsOnCopies(config, journals)))
  for (const verdict of verdicts) say(json ? asJson(verdict) : verdictText(verdict))
  return verdicts.some(({ problems }) => problems.length > 0) ? exitCodes['a check failed'] : exitCodes.ok
}

type Verdict = {
  readonly file: string
  readonly entries: number
  readonly torn: boolean
  readonly problems: readonly string[]
}

function verdictOf(file: string, { entries, problems, torn }: Chain): Verdict {
  return { file, entries: entries.length, torn, problems }
}

/** The cluster has a copy of each key's last journal: what was cut off here shows there. */
async function verdictsOnCopies(
  config: string,
  journals: Awaited<ReturnType<typeof readJournals>>
): Promise<Verdict[]> {
  const { kubeconfig, context, namespace } = readOpsSettings(config)
  const cluster = openCluster(readKubeconfig(kubeconfig, context), namespace)
  try {
    return (await copiesIn(cluster)).map(({ name, rotation, text }) => {
      const copy = readChain(text, rotation)
      const own = journals.find((journal) => journal.rotation === rotation)
      const other = own && mirrorProblem(own.chain.lines, copy.lines)
      return verdictOf(`copy in the cluster, ${name}`, {
        ...copy,
        problems: [...copy.problems, ...(other === undefined ? [] : [other])]
      })
    })
  } finally {
    cluster.close()
  }
}

function verdictText({ file, entries, problems, torn }: Verdict): string {
  const end = torn ? '; the last line was cut off by a crash and does not count' : ''
  if (problems.length === 0) return `✓ ${file}: ${entries} lines${end}\n`
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
