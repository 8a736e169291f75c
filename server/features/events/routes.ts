import * as api from '#contract/events.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import { listMyEvents, listResidenceEvents } from './list-events.ts'

export function eventRoutes(): Handler[] {
  return [
    handle(api.listMyEvents, (ctx, { query }) => listMyEvents(ctx, query)),
    handle(api.listResidenceEvents, (ctx, { params, query }) => listResidenceEvents(ctx, params.residenceId, query))
  ]
}
