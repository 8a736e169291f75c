import * as api from '#contract/guests.ts'
import type { FileServices } from '#server/features/files/access.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { acceptWork, revokeGuestLink, sendBackWork } from './answer-work.ts'
import { createGuestLink } from './create-link.ts'
import {
  beginGuestUpload,
  finishGuestUpload,
  getGuestFile,
  getGuestUpload,
  sendGuestUploadPart
} from './guest-files.ts'
import { finishGuestJob, getGuestJob } from './guest-job.ts'
import { listGuestLinks, listWaitingWork } from './list-links.ts'

export function guestRoutes(services: FileServices & { readonly keyring: Keyring }): Handler[] {
  return [...ofMembers(services), ...ofGuests(services)]
}

function ofMembers({ keyring }: { readonly keyring: Keyring }): Handler[] {
  return [
    handle(api.createGuestLink, (ctx, input) => createGuestLink(ctx, keyring, input)),
    handle(api.listGuestLinks, (ctx, { params }) => listGuestLinks(ctx, params.taskId)),
    handle(api.listWaitingWork, (ctx) => listWaitingWork(ctx)),
    handle(api.revokeGuestLink, (ctx, { params }) => revokeGuestLink(ctx, params.guestLinkId)),
    handle(api.sendBackWork, (ctx, { params, body }) => sendBackWork(ctx, params.guestLinkId, body.word)),
    handle(api.acceptWork, (ctx, { params, body }) => acceptWork(ctx, params.guestLinkId, body))
  ]
}

function ofGuests(services: FileServices): Handler[] {
  return [
    handle(api.getGuestJob, (ctx) => getGuestJob(ctx)),
    handle(api.finishGuestJob, (ctx, input) => finishGuestJob(ctx, input)),
    handle(api.getGuestFile, (ctx, input) => getGuestFile(ctx, services, input)),
    handle(api.beginGuestUpload, (ctx, { body }) => beginGuestUpload(ctx, services, body)),
    handle(api.getGuestUpload, (ctx, { params }) => getGuestUpload(ctx, params.uploadId)),
    handle(api.sendGuestUploadPart, (ctx, { params, query: { offset }, bytes }) =>
      sendGuestUploadPart(ctx, params.uploadId, { offset, bytes })
    ),
    handle(api.finishGuestUpload, (ctx, { params }) => finishGuestUpload(ctx, services, params.uploadId))
  ]
}
