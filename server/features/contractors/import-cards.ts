import type {
  CardContractor,
  importCards as importRoute,
  previewCards as previewRoute
} from '#contract/contractor-cards.ts'
import type { Input, Output } from '#contract/route.ts'
import { requireRoom } from '#server/features/plans/access.ts'
import { refuseUnlessAllowed, requireMember, requireRight } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import { detailsOf } from './add-contractor.ts'
import { knownByCards, saveFromCards } from './card-queries.ts'
import { viewContractor } from './contractor-view.ts'
import { readCards } from './read-cards.ts'

/** Nothing is written: each card says whether it is somebody whom the home has. */
export async function previewCards(
  ctx: Ctx<User>,
  { params: { residenceId }, bytes }: Input<typeof previewRoute>
): Promise<Output<typeof previewRoute>> {
  refuseUnlessAllowed(await requireMember(ctx, residenceId), 'contractor.write')
  const { cards, problems } = readCards(bytes)
  const known = await knownByCards(ctx.db, residenceId, cards)
  return { cards: cards.map((card, index): CardContractor => ({ ...card, there: known.get(index) ?? null })), problems }
}

/** All of them or none. Who is there already, by an earlier try or another way, is left as they are. */
export function importCards(
  ctx: Ctx<User>,
  { params, body }: Input<typeof importRoute>
): Promise<Output<typeof importRoute>> {
  return ctx.write(async (tx) => {
    const { residenceId } = await requireRight(tx, ctx, params.residenceId, 'contractor.write')
    const given = body.contractors.map(({ uid = null, ...contractor }) => ({ ...detailsOf(contractor), uid }))
    const known = await knownByCards(tx, residenceId, given)

    const fresh = given
      .filter(({ uid }, index) => !known.has(index) && !isAmong(given.slice(0, index), uid))
      .map((card) => ({ ...card, id: newId() }))
    await requireRoom(tx, ctx, { of: 'contractors', residenceId, adds: fresh.length })
    const added = await saveFromCards(tx, fresh, { residenceId, now: ctx.now().toString() })
    const events = added.map(({ id }) => ({ event: 'contractor.added', subjectId: id, residenceId }) as const)
    await audit(tx, ctx, ...events)
    return { items: added.map(viewContractor), alreadyThere: given.length - added.length }
  })
}

/** Two of one request may say that they are the same. */
function isAmong(cards: readonly { uid: string | null }[], uid: string | null): boolean {
  return uid !== null && cards.some((card) => card.uid === uid)
}
