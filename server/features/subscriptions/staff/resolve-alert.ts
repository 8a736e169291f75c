import type { Alert } from '#contract/staff.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { closeAlert } from '../alerts/open-alert-queries.ts'
import { asStaff } from './as-staff.ts'

/** If it comes up again, it is another alert. */
export function resolveAlert(ctx: Ctx<User>, alertId: string, note: string): Promise<Alert> {
  return asStaff(ctx, async (tx) => {
    const alert = await closeAlert(tx, { alertId, by: ctx.actor.userId, note }, ctx.now())
    if (!alert) throw new AppError('alert_not_found')
    return { reply: alert, events: [{ event: 'staff.alert_closed', detail: alert.kind }] }
  })
}
