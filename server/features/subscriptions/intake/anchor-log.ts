import { Strict } from '#contract/route.ts'
import { anchorNow, type Anchoring } from '#server/platform/audit-anchor.ts'
import { job, type Jobs } from '#server/platform/jobs.ts'
import { webhookLog } from './verify-log.ts'

/** Signs where the log of webhooks stands, as it is done with the audit log. */
export function logJobs(anchoring: Anchoring | undefined): Jobs {
  return {
    'subscriptions.anchor-log': job(Strict({}), async (ctx) => {
      if (!anchoring) return
      const anchor = await anchorNow(ctx.db, { ...anchoring, log: webhookLog }, ctx.now())
      if (anchor) ctx.log.info({ anchor }, 'webhook anchor')
    })
  }
}
