import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alertKinds } from '#contract/staff.ts'
import { raiseAlert } from '#server/features/subscriptions/alerts/alert-queries.ts'
import { transact } from '#server/platform/transaction.ts'
import { noTelemetry, type Telemetry } from '#server/platform/telemetry.ts'
import { testApp } from '#test/harness.ts'
import { observeAlerts } from './telemetry.ts'

test('how many alerts are open is a number for each kind, also where it is none', async (t) => {
  const app = await testApp(t)
  const gauges = new Map<string | undefined, Parameters<Telemetry['observe']>[1]>()
  const observe: Telemetry['observe'] = ({ attributes }, look) => gauges.set(attributes?.['honeydue.alert.kind'], look)
  observeAlerts({ ...noTelemetry, observe }, app.db)
  const seen = async () => {
    const all = await Promise.all([...gauges].map(async ([kind, look]) => [kind, await look()] as const))
    return Object.fromEntries(all.filter(([, open]) => open !== 0))
  }
  assert.deepEqual([...gauges.keys()], [...alertKinds])
  assert.deepEqual(await seen(), {})

  for (const about of ['one', 'another'])
    await transact(app.ground.db, (tx) => raiseAlert(tx, { kind: 'unmapped_product', about }, app.clock.now()))
  assert.deepEqual(await seen(), { unmapped_product: 2 })
})
