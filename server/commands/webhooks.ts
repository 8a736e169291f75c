import { dropMonth } from '../features/subscriptions/intake/verify-log-queries.ts'
import { verifyLog, webhookLog } from '../features/subscriptions/intake/verify-log.ts'
import { audit } from '../platform/audit.ts'
import { readAnchors } from '../platform/audit-anchor.ts'
import { ConfigError } from '../platform/config.ts'
import { roles } from '../platform/postgres/roles.ts'
import { sqlState } from '../platform/transaction.ts'
import { asOperator } from './as-operator.ts'
import { anchoringOf, tellVerified } from './audit.ts'
import { migratorSource } from './database.ts'
import { loadSecrets } from './load-secrets.ts'
import { openBeside } from './open-beside.ts'
import { UsageError, type Settings } from './settings.ts'

/** Prints what of the log of webhooks is not as it was written, and returns 1 if anything is. */
export async function webhooksVerify({ config, whom }: Settings): Promise<number> {
  const secrets = loadSecrets(config)
  const anchoring = anchoringOf(config, secrets, 'webhook')
  if (!anchoring)
    throw new ConfigError([`${config.secretsFolder}/AUDIT_KEY: missing; anchors cannot be checked without it`])
  const book = readAnchors(await anchoring.book.lines(), anchoring.key, webhookLog)
  const source = migratorSource(config, secrets)
  await using beside = await openBeside(config, { source, role: roles.audit, applicationName: 'honeydue webhooks' })
  const { rows, chains, problems } = await verifyLog(beside.database.db, book.anchors)
  return tellVerified(whom, { rows, chains, anchors: book.anchors.length, problems: [...book.problems, ...problems] })
}

/** Takes the oldest month of that log away; `verify` then begins where it ended. */
export function webhooksDropMonth(settings: Settings): Promise<number> {
  const { month, json } = settings.whom
  if (month === undefined || !/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
    throw new UsageError('Name a month: webhooks drop-month 2025-01')
  return asOperator(
    settings,
    async (ctx) => {
      try {
        await ctx.write(async (tx) => {
          await dropMonth(tx, `${month}-01`)
          await audit(tx, ctx, { event: 'webhooks.month_dropped' })
        })
      } catch (error) {
        const why = whyNot(error)
        if (why === undefined) throw error
        process.stderr.write(`${month}: ${why}\n`)
        return 1
      }
      process.stdout.write(json ? `${JSON.stringify({ month })}\n` : `month: ${month}\n`)
      return 0
    },
    roles.owner
  )
}

/** check_violation: not the oldest, or not over; undefined_table: nothing was kept of it. */
function whyNot(error: unknown): string | undefined {
  if (sqlState(error) === '42P01') return 'nothing of that month is kept apart'
  return sqlState(error) === '23514' && error instanceof Error ? error.message : undefined
}
