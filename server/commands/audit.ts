import { createPrivateKey } from 'node:crypto'
import { join } from 'node:path'
import { anchorFile, readAnchors, type Anchoring } from '../platform/audit-anchor.ts'
import { verifyAudit } from '../platform/audit-verify.ts'
import { ConfigError, type Config, type Secrets } from '../platform/config.ts'
import { roles } from '../platform/postgres/roles.ts'
import { migratorSource } from './database.ts'
import { loadSecrets } from './load-secrets.ts'
import { openBeside } from './open-beside.ts'
import type { Settings } from './settings.ts'

/** With what a log of this installation is anchored; undefined without the key. */
export function anchoringOf(
  { dataFolder }: Config,
  { auditKey: { active } }: Secrets,
  log: 'audit' | 'webhook' = 'audit'
): Anchoring | undefined {
  if (!active) return undefined
  return { book: anchorFile(join(dataFolder, `${log}-anchors.jsonl`)), key: createPrivateKey(active.reveal()) }
}

/** Prints what of the audit log is not as it was written, and returns 1 if anything is. Runs beside a running honeyDue. */
export async function auditVerify({ config, whom }: Settings): Promise<number> {
  const secrets = loadSecrets(config)
  const anchoring = anchoringOf(config, secrets)
  if (!anchoring)
    throw new ConfigError([`${config.secretsFolder}/AUDIT_KEY: missing; anchors cannot be checked without it`])
  const book = readAnchors(await anchoring.book.lines(), anchoring.key)
  const source = migratorSource(config, secrets)
  await using beside = await openBeside(config, { source, role: roles.audit, applicationName: 'honeydue audit' })
  const { events, chains, problems } = await verifyAudit(beside.database.pool, book.anchors)
  return tellVerified(whom, {
    events,
    chains,
    anchors: book.anchors.length,
    problems: [...book.problems, ...problems]
  })
}

type Verified = { readonly chains: number; readonly anchors: number; readonly problems: readonly string[] } & (
  | { readonly events: number }
  | { readonly rows: number }
)

/** What is not as it was written, a line each, and how much was looked at; or all as JSON. Returns 1 if anything is. */
export function tellVerified({ json }: Settings['whom'], verified: Verified): number {
  const { chains, anchors, problems } = verified
  const looked = 'events' in verified ? `${verified.events} events` : `${verified.rows} rows`
  const lines = [
    ...problems.map((problem) => `✗ ${problem}`),
    `${looked} in ${chains} chains, ${anchors} anchors: ${problems.length} problems`
  ]
  process.stdout.write(`${json ? JSON.stringify(verified) : lines.join('\n')}\n`)
  return problems.length > 0 ? 1 : 0
}
