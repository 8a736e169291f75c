import * as packs from '#contract/proof-packs.ts'
import * as api from '#contract/reports.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import { downloadProofPack, getProofPack, requestProofPack } from './proof-packs.ts'
import type { ReportServices } from './services.ts'
import { printYearReport } from './year-paper.ts'
import { yearReport } from './year-report.ts'

export function reportRoutes({ papers, files }: ReportServices): Handler[] {
  return [
    handle(api.getYearReport, (ctx, input) => yearReport(ctx, input)),
    handle(api.printYearReport, (ctx, input) => printYearReport(ctx, papers, input)),
    handle(packs.requestProofPack, (ctx, input) => requestProofPack(ctx, input)),
    handle(packs.getProofPack, (ctx, { params }) => getProofPack(ctx, params.residenceId)),
    handle(packs.downloadProofPack, (ctx, input) => downloadProofPack(ctx, files, input))
  ]
}
