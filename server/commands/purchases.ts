import { openAlerts } from '../features/subscriptions/alerts/open-alert-queries.ts'
import type { Fact } from '../features/subscriptions/facts.ts'
import type { SubscriptionServices } from '../features/subscriptions/services.ts'
import { looked } from '../features/subscriptions/staff/as-staff.ts'
import { askForOrder, purchasesOfOrder } from '../features/subscriptions/staff/ask-for-order.ts'
import { viewPurchase } from '../features/subscriptions/staff/get-purchase.ts'
import { audit } from '../platform/audit.ts'
import type { Ctx, Operator } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import type { Tx } from '../platform/postgres/connect.ts'
import { asOperator } from './as-operator.ts'
import { loadAppStore } from './load-app-store.ts'
import { UsageError, type Settings } from './settings.ts'

/** The App Store cannot be asked for an order: EX_UNAVAILABLE of sysexits(3). */
export const storeUnavailable = 69

/** All that is known of the purchases that a store calls so, as JSON; for an order the App Store is asked, as staff's page does. */
export function purchasesShow(settings: Settings): Promise<number> {
  const named = namedIn(settings)
  return asOperator(settings, async (ctx, secrets) => {
    const { config } = settings
    const services = { subscriptions: config.subscriptions, appStore: await loadAppStore(config, secrets) }
    try {
      const facts = named.by === 'order' ? await askForOrder(ctx, services, named.value) : []
      return tell(await ctx.write((tx) => viewsOf(tx, ctx, services, { named, facts })))
    } catch (error) {
      if (!(error instanceof AppError && /^store_(unavailable|refused)$/.test(error.code))) throw error
      return tellUnavailable(error)
    }
  })
}

type Named = { readonly by: 'order' | 'key'; readonly value: string }

function namedIn({ whom: { order, key } }: Settings): Named {
  if (order !== undefined && key === undefined) return { by: 'order', value: order.trim() }
  if (key !== undefined && order === undefined) return { by: 'key', value: key.trim() }
  throw new UsageError('Name one purchase: --order or --key')
}

async function viewsOf(
  tx: Tx,
  ctx: Ctx<Operator>,
  services: SubscriptionServices,
  { named: { by, value }, facts }: { named: Named; facts: readonly Fact[] }
): Promise<object[]> {
  const found = await purchasesOfOrder(tx, ctx, services, { named: value, facts })
  const meant = found.filter(({ key }) => by === 'order' || key === value)
  await audit(tx, ctx, ...looked(meant.map(({ account }) => account?.id)))
  const views: object[] = []
  for (const { id } of meant) views.push({ ...(await viewPurchase(tx, ctx, id)) })
  return views
}

function tell(views: readonly object[]): number {
  if (views.length === 0) process.stderr.write('No store calls a purchase so.\n')
  else process.stdout.write(`${JSON.stringify(views, null, 2)}\n`)
  return views.length === 0 ? 1 : 0
}

function tellUnavailable({ code, cause }: AppError): number {
  const reason = cause instanceof Error ? cause.message : 'no answer'
  const again =
    'Try again in a minute. If it stays so, doctor says whether the App Store can be reached and takes the key. '
  process.stderr.write(
    `${code}: The App Store cannot be asked for this order: ${reason}\n` +
      `${code === 'store_unavailable' ? again : ''}What is known here already is found by --key.\n`
  )
  return storeUnavailable
}

/** What needs a human: a line each, the oldest first, or all as JSON. */
export function purchasesAlerts(settings: Settings): Promise<number> {
  return asOperator(settings, async (ctx) => {
    const alerts = await openAlerts(ctx.db, { limit: 1000 })
    const lines = alerts.map(({ raisedAt, kind, about, times }) => `${raisedAt} ${kind} ${about} (${times}×)\n`)
    const said = lines.length === 0 ? 'Nothing about purchases needs a human.\n' : lines.join('')
    process.stdout.write(settings.whom.json ? `${JSON.stringify(alerts)}\n` : said)
    return 0
  })
}
