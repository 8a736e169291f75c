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
export async function auditVerify({ config }: Settings): Promise<number> {
  const secrets = loadSecrets(config)
  const anchoring = anchoringOf(config, secrets)
  if (!anchoring)
    throw new ConfigError([`${config.secretsFolder}/AUDIT_KEY: missing; anchors cannot be checked without it`])
  const book = readAnchors(await anchoring.book.lines(), anchoring.key)
  const source = migratorSource(config, secrets)
  await using beside = await openBeside(config, { source, role: roles.audit, applicationName: 'honeydue audit' })
  const { events, chains, problems } = await verifyAudit(beside.database.pool, book.anchors)
  const all = [...book.problems, ...problems]
  for (const problem of all) process.stdout.write(`✗ ${problem}\n`)
  process.stdout.write(`${events} events in ${chains} chains, ${book.anchors.length} anchors: ${all.length} problems\n`)
  return all.length > 0 ? 1 : 0
}
