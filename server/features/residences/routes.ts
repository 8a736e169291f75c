import * as api from '#contract/residences.ts'
import { handle, tagged, type Handler } from '#server/platform/http/handle.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { archiveResidence, unarchiveResidence } from './archive-residence.ts'
import { changeRole } from './change-role.ts'
import { createResidence } from './create-residence.ts'
import { createShareCode, createShareFile } from './create-share-code.ts'
import { deleteResidence } from './delete-residence.ts'
import { joinResidence } from './join-residence.ts'
import { listMembers } from './list-members.ts'
import { listResidences } from './list-residences.ts'
import { listShareCodes } from './list-share-codes.ts'
import { removeMember } from './remove-member.ts'
import { viewResidence, type TaggedResidence } from './residence-view.ts'
import { revokeShareCode } from './revoke-share-code.ts'
import { transferOwnership } from './transfer-ownership.ts'
import { updateResidence } from './update-residence.ts'

export function residenceRoutes({ keyring }: { keyring: Keyring }): Handler[] {
  return [...homes(), ...people(), ...shareCodes(keyring)]
}

function homes(): Handler[] {
  return [
    handle(api.listResidences, (ctx, { query }) => listResidences(ctx, query)),
    handle(api.createResidence, async (ctx, { body }) => withTag(await createResidence(ctx, body))),
    handle(api.getResidence, async (ctx, { params }) => withTag(await viewResidence(ctx.db, ctx, params.residenceId))),
    handle(api.updateResidence, async (ctx, { params, body, ifMatch }) =>
      withTag(await updateResidence(ctx, params.residenceId, body, ifMatch))
    ),
    handle(api.deleteResidence, (ctx, { params }) => deleteResidence(ctx, params.residenceId)),
    handle(api.archiveResidence, (ctx, { params }) => archiveResidence(ctx, params.residenceId)),
    handle(api.unarchiveResidence, (ctx, { params }) => unarchiveResidence(ctx, params.residenceId))
  ]
}

function withTag({ residence, etag }: TaggedResidence) {
  return tagged(residence, etag)
}

function people(): Handler[] {
  return [
    handle(api.listMembers, (ctx, { params }) => listMembers(ctx, params.residenceId)),
    handle(api.changeRole, (ctx, { params, body }) => changeRole(ctx, params, body.role)),
    handle(api.removeMember, (ctx, { params }) => removeMember(ctx, params)),
    handle(api.transferOwnership, (ctx, { params, body }) => transferOwnership(ctx, { ...params, ...body }))
  ]
}

function shareCodes(keyring: Keyring): Handler[] {
  return [
    handle(api.createShareCode, (ctx, input) => createShareCode(ctx, keyring, input)),
    handle(api.createShareFile, (ctx, input) => createShareFile(ctx, keyring, input)),
    handle(api.listShareCodes, (ctx, { params }) => listShareCodes(ctx, params.residenceId)),
    handle(api.revokeShareCode, (ctx, { params }) => revokeShareCode(ctx, params)),
    handle(api.joinResidence, (ctx, { body }) => joinResidence(ctx, keyring, body.code))
  ]
}
