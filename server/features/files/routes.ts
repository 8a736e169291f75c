import * as api from '#contract/files.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import { deleteFile } from './delete-file.ts'
import { finishUpload } from './finish-upload.ts'
import { openFile } from './open-file.ts'
import { setFileCaption } from './set-file-caption.ts'
import { setResidencePhoto } from './set-residence-photo.ts'
import type { FileServices } from './services.ts'
import { beginUpload, cancelUpload, getUpload, sendUploadPart } from './uploads.ts'

export function fileRoutes(services: FileServices): Handler[] {
  return [
    handle(api.beginUpload, (ctx, input) => beginUpload(ctx, services, input)),
    handle(api.getUpload, (ctx, { params }) => getUpload(ctx, params.uploadId)),
    handle(api.sendUploadPart, (ctx, { params, query: { offset }, bytes }) =>
      sendUploadPart(ctx, params.uploadId, { offset, bytes })
    ),
    handle(api.finishUpload, (ctx, { params }) => finishUpload(ctx, services, params.uploadId)),
    handle(api.cancelUpload, (ctx, { params }) => cancelUpload(ctx, params.uploadId)),
    handle(api.getFile, (ctx, input) => openFile(ctx, services, input)),
    handle(api.setResidencePhoto, (ctx, { params, body }) => setResidencePhoto(ctx, params.residenceId, body.photoId)),
    handle(api.setFileCaption, (ctx, { params, body }) => setFileCaption(ctx, params.fileId, body.caption)),
    handle(api.deleteFile, (ctx, { params }) => deleteFile(ctx, params.fileId))
  ]
}
