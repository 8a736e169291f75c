import * as contract from '#contract/catalogue.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import { addSuggestions } from './add-suggestions.ts'
import { dismissSuggestion, restoreSuggestion } from './dismiss-suggestion.ts'
import { listAssetSuggestions } from './list-asset-suggestions.ts'
import { listSuggestions } from './list-suggestions.ts'
import { getTemplate, listTemplates } from './list-templates.ts'
import { previewPlan } from './preview-plan.ts'

export function catalogueRoutes(): Handler[] {
  return [
    handle(contract.listTemplates, listTemplates),
    handle(contract.getTemplate, async (_ctx, { params, query }) => getTemplate(params.templateId, query.language)),
    handle(contract.listSuggestions, listSuggestions),
    handle(contract.listAssetSuggestions, listAssetSuggestions),
    handle(contract.dismissSuggestion, (ctx, { params }) => dismissSuggestion(ctx, params)),
    handle(contract.restoreSuggestion, (ctx, { params }) => restoreSuggestion(ctx, params)),
    handle(contract.addSuggestions, async (ctx, input) => ({ items: await addSuggestions(ctx, input) })),
    handle(contract.previewPlan, previewPlan)
  ]
}
