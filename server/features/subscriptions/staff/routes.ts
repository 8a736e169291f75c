import * as api from '#contract/staff.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import type { SubscriptionServices } from '../services.ts'
import { findPurchases } from './find-purchases.ts'
import { getPurchase } from './get-purchase.ts'
import { listAlerts, listTransfers, listUnattributed } from './lists.ts'
import { markAccount } from './mark-account.ts'
import { resolveAlert } from './resolve-alert.ts'
import { approveTransfer, endTransfer, proposeTransfer } from './transfer.ts'

export function staffRoutes(services: SubscriptionServices): Handler[] {
  return [
    handle(api.findPurchases, (ctx, { body }) => findPurchases(ctx, services, body)),
    handle(api.getPurchase, (ctx, { params }) => getPurchase(ctx, params.purchaseId)),
    handle(api.listUnattributed, (ctx, { query }) => listUnattributed(ctx, query)),
    handle(api.listAlerts, (ctx, { query }) => listAlerts(ctx, query)),
    handle(api.resolveAlert, (ctx, { params, body }) => resolveAlert(ctx, params.alertId, body.note)),
    handle(api.markAccount, (ctx, { params, body }) => markAccount(ctx, params.accountId, body)),
    handle(api.listTransfers, (ctx, { query }) => listTransfers(ctx, query)),
    handle(api.proposeTransfer, (ctx, { params, body }) => proposeTransfer(ctx, params.purchaseId, body)),
    handle(api.approveTransfer, (ctx, { params }) => approveTransfer(ctx, services, params.transferId)),
    handle(api.endTransfer, (ctx, { params }) => endTransfer(ctx, params.transferId))
  ]
}
