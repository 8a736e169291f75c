import * as api from '#contract/reports.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import type { ReportServices } from './services.ts'
import { printYearReport } from './year-paper.ts'
import { yearReport } from './year-report.ts'

export function reportRoutes({ papers }: ReportServices): Handler[] {
  return [
    handle(api.getYearReport, (ctx, input) => yearReport(ctx, input)),
    handle(api.printYearReport, (ctx, input) => printYearReport(ctx, papers, input))
  ]
}
