import Type from 'typebox'
import { Strict } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import { job, type CronLine, type Jobs } from '#server/platform/jobs.ts'
import type { SubscriptionServices } from '../services.ts'
import { catchUp } from './catch-up.ts'
import { checkSigner } from './check-signer.ts'
import { nameAccount } from './name-account.ts'

export function appleCron({ appStore }: SubscriptionServices): readonly CronLine[] {
  return appStore ? [{ job: 'subscriptions.apple-catch-up', cron: '27 * * * *' }] : []
}

/** A certificate in DER, base64. */
const Certificate = Type.String({ maxLength: 16_384 })

export function appleJobs(services: SubscriptionServices): Jobs {
  return {
    'subscriptions.apple-catch-up': job(Strict({}), (ctx) => catchUp(ctx, services)),
    'subscriptions.apple-name-account': job(Strict({ purchaseId: Uuid }), (ctx, payload) =>
      nameAccount(ctx, services, payload)
    ),
    'subscriptions.apple-check-signer': job(Strict({ leaf: Certificate, intermediate: Certificate }), (ctx, payload) =>
      checkSigner(ctx, services, payload)
    )
  }
}
