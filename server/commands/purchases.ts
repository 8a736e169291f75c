import { openAlerts } from '../features/subscriptions/alerts/open-alert-queries.ts'
import { looked } from '../features/subscriptions/staff/as-staff.ts'
import { purchasesByOrder } from '../features/subscriptions/staff/find-queries.ts'
import { viewPurchase } from '../features/subscriptions/staff/get-purchase.ts'
import { audit } from '../platform/audit.ts'
import { asOperator } from './as-operator.ts'
import { UsageError, type Settings } from './settings.ts'

/** All that is known of the purchases that a store calls so, as JSON. */
export function purchasesShow(settings: Settings): Promise<number> {
  const { order, key } = settings.whom
  const named = order ?? key
  if (named === undefined || (order !== undefined && key !== undefined))
    throw new UsageError('Name one purchase: --order or --key')
  return asOperator(settings, async (ctx) => {
    const shown = await ctx.write(async (tx) => {
      const found = (await purchasesByOrder(tx, named)).filter((purchase) => key === undefined || purchase.key === key)
      await audit(tx, ctx, ...looked(found.map(({ account }) => account?.id)))
      const views: object[] = []
      for (const { id } of found) views.push({ ...(await viewPurchase(tx, ctx, id)) })
      return views
    })
    if (shown.length === 0) process.stderr.write('No store calls a purchase so.\n')
    else process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`)
    return shown.length === 0 ? 1 : 0
  })
}

/** What needs a human: a line each, the oldest first, or all as JSON. */
export function purchasesAlerts(settings: Settings): Promise<number> {
  return asOperator(settings, async (ctx) => {
    const alerts = await openAlerts(ctx.db, { limit: 1000 })
    const lines = alerts.map(({ raisedAt, kind, about, times }) => `${raisedAt} ${kind} ${about} (${times}×)\n`)
    process.stdout.write(settings.whom.json ? `${JSON.stringify(alerts)}\n` : lines.join(''))
    return 0
  })
}
