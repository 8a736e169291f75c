import { countAlerts } from '../features/subscriptions/alerts/open-alert-queries.ts'
import type { Db } from '../platform/postgres/connect.ts'

/** A remark: the installation is well, and something somebody bought may not be. */
export async function purchasesFinding(db: Db): Promise<{ readonly message: string } | undefined> {
  const counts = await countAlerts(db)
  if (counts.length === 0) return undefined
  const named = counts.map(({ kind, open }) => `${kind} ${open}`).join(', ')
  return { message: `these need a human (purchases alerts, or the staff pages): ${named}` }
}
