import * as api from '#contract/privacy.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import type { FileStorage } from '#server/gateways/files/file-storage.ts'
import { createExportLink, downloadExport, requestExport } from './exports.ts'
import { exportOf } from './queries.ts'
import { cancelDeletion, deletionOf, requestDeletion } from './request-deletion.ts'

export function privacyRoutes({ keyring, files }: { keyring: Keyring; files: FileStorage }): Handler[] {
  return [
    handle(api.getDeletion, (ctx) => deletionOf(ctx.db, ctx.actor.userId)),
    handle(api.requestDeletion, (ctx) => requestDeletion(ctx)),
    handle(api.cancelDeletion, (ctx) => cancelDeletion(ctx)),
    handle(api.requestExport, (ctx) => requestExport(ctx)),
    handle(api.getExport, async (ctx) => ({
      export: (await exportOf(ctx.db, ctx.actor.userId, ctx.now())) ?? null
    })),
    handle(api.createExportLink, (ctx) => createExportLink(ctx, keyring)),
    handle(api.downloadExport, (ctx, input) => downloadExport(ctx, { keyring, files }, input))
  ]
}
