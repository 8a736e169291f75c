import { Strict } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import { job, type Jobs } from '#server/platform/jobs.ts'
import { makeProofPack } from './make-proof-pack.ts'
import type { ReportServices } from './services.ts'

export function reportJobs(services: ReportServices): Jobs {
  return {
    'reports.make-proof-pack': job(Strict({ proofPackId: Uuid }), (ctx, { proofPackId }) =>
      makeProofPack(ctx, services, proofPackId)
    )
  }
}
