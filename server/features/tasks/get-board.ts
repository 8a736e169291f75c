import { Board } from '#contract/board.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { encodeCursor } from '#server/platform/cursor.ts'
import { AppError } from '#server/platform/errors.ts'
import { etagOf } from '#server/platform/etag.ts'
import { madeOnce, type Answer } from '#server/platform/http/handle.ts'
import { readBoard } from './board-queries.ts'
import { columnList } from './cursors.ts'
import { findPlace } from './place-queries.ts'
import { placeAt } from './task-view.ts'

/** Another shape of the answer is another answer, even when no task has changed. */
const answerShape = etagOf(JSON.stringify(Board))

/** The reader's board: after one indexed read it is the one they have (304), one that was made before, or made now. */
export async function getBoard(ctx: Ctx<User>, residenceId: string): Promise<Answer<Board>> {
  const member = await findPlace(ctx.db, ctx.actor.userId, residenceId)
  if (!member) throw new AppError('residence_not_found')
  const { today, dueSoonDays, ranges } = placeAt(member, ctx.now())
  const etag = etagOf(
    residenceId,
    member.boardVersion,
    today.toString(),
    dueSoonDays,
    answerShape,
    ctx.keyring.activeKeyId
  )
  return madeOnce(etag, async () => {
    const pages = await readBoard(ctx.db, member.residenceId, ranges)
    const columns = pages.map(({ name, count, cards, nextKey }) => ({
      name,
      count,
      cards: [...cards],
      nextCursor: nextKey ? encodeCursor(ctx, columnList(residenceId, name), nextKey) : null
    }))
    return { residenceId: member.residenceId, today: today.toString(), dueSoonDays, columns }
  })
}
