import { hostname } from 'node:os'
import type pg from 'pg'
import { alertKinds, type AlertKind } from '#contract/staff.ts'
import { countAlerts } from '../features/subscriptions/alerts/open-alert-queries.ts'
import type { Config, Secrets } from '../platform/config.ts'
import type { Log } from '../platform/context.ts'
import { queueState } from '../platform/jobs.ts'
import type { Db } from '../platform/postgres/connect.ts'
import { noTelemetry, type Telemetry } from '../platform/telemetry.ts'
import { version } from '../platform/version.ts'
import type { OpenDatabase } from './database.ts'

/** Loaded only where it is configured: it takes memory and time to start. */
export async function openConfiguredTelemetry(
  { telemetry: config }: Config,
  { ingestToken: token }: Secrets,
  log: Log
): Promise<Telemetry> {
  if (!config) return noTelemetry
  const { openTelemetry } = await import('../gateways/telemetry/open-telemetry.ts')
  return openTelemetry({ ...config, token, version, instance: hostname(), log })
}

/** The numbers that are looked at rather than counted. */
export function observeDatabase(
  telemetry: Telemetry,
  { pool, userPool }: Pick<OpenDatabase, 'pool' | 'userPool'>
): void {
  observePool(telemetry, 'system', pool)
  observePool(telemetry, 'people', userPool)
}

function observePool(telemetry: Telemetry, name: string, pool: pg.Pool): void {
  const own = { 'db.client.connection.pool.name': name }
  const connections = { name: 'db.client.connection.count', unit: '{connection}' }
  const state = (is: string) => ({ ...connections, attributes: { ...own, 'db.client.connection.state': is } })
  telemetry.observe(state('used'), () => pool.totalCount - pool.idleCount)
  telemetry.observe(state('idle'), () => pool.idleCount)
  const waiting = { name: 'db.client.connection.pending_requests', unit: '{request}', attributes: own }
  telemetry.observe(waiting, () => pool.waitingCount)
}

/** What about purchases waits for a human, kind by kind: all of them are read at once, with one question. */
export function observeAlerts(telemetry: Telemetry, db: Db): void {
  let asked: ReturnType<typeof countAlerts> | undefined
  const counts = () => (asked ??= countAlerts(db).finally(() => (asked = undefined)))
  const openOf = async (kind: AlertKind) => (await counts()).find((each) => each.kind === kind)?.open ?? 0
  for (const kind of alertKinds) {
    const gauge = { name: 'honeydue.purchases.alerts', unit: '{alert}', attributes: { 'honeydue.alert.kind': kind } }
    telemetry.observe(gauge, () => openOf(kind).catch(() => undefined))
  }
}

export function observeQueue(telemetry: Telemetry, pool: pg.Pool): void {
  const look = () => queueState(pool).catch(() => undefined)
  telemetry.observe({ name: 'honeydue.queue.waiting', unit: '{job}' }, async () => (await look())?.waiting)
  telemetry.observe({ name: 'honeydue.queue.oldest', unit: 's' }, async () => (await look())?.oldestSeconds)
}
