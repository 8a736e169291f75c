import { requireMember } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { file } from '#server/platform/http/handle.ts'
import { contractorsOfHome } from './access.ts'
import { getContractor } from './get-contractor.ts'
import { writeCards } from './write-cards.ts'

export async function exportCards(ctx: Ctx<User>, residenceId: string) {
  await requireMember(ctx, residenceId)
  return cardFile(writeCards(await contractorsOfHome(ctx.db, residenceId)))
}

export async function exportCard(ctx: Ctx<User>, contractorId: string) {
  const { contractor } = await getContractor(ctx, contractorId)
  return cardFile(writeCards([contractor]))
}

function cardFile(bytes: Buffer) {
  return file({ name: 'honeydue.vcf', type: 'text/vcard', bytes })
}
