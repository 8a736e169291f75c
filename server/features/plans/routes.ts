import * as api from '#contract/plans.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import { getSubscription, type Links } from './get-subscription.ts'
import { startTrial } from './start-trial.ts'

export function planRoutes(links: Links): Handler[] {
  return [
    handle(api.getSubscription, (ctx) => getSubscription(ctx, links)),
    handle(api.startTrial, (ctx) => startTrial(ctx, links))
  ]
}
