import * as api from '#contract/plans.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import { getSubscription, type Shops } from './get-subscription.ts'
import { startTrial } from './start-trial.ts'

export function planRoutes(shops: Shops): Handler[] {
  return [
    handle(api.getSubscription, (ctx) => getSubscription(ctx, shops)),
    handle(api.startTrial, (ctx) => startTrial(ctx, shops))
  ]
}
