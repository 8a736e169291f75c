import { Board } from '#contract/board.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { encodeCursor } from '#server/platform/cursor.ts'
import { AppError } from '#server/platform/errors.ts'
import { etagOf, matches } from '#server/platform/etag.ts'
import { notModified, tagged, type Answer } from '#server/platform/http/handle.ts'
import { readBoard } from './board-queries.ts'
import { columnList } from './cursors.ts'
import { findPlace } from './place-queries.ts'
import { placeAt } from './task-view.ts'

/** Another shape of the answer is another answer, even when no task has changed. */
const answerShape = etagOf(JSON.stringify(Board))

/** The reader's board; 304 after one indexed read when it is the one they have. */
export async function getBoard(
  ctx: Ctx<User>,
  residenceId: string,
  ifNoneMatch: string | undefined
): Promise<Answer<Board>> {
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
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, etag)) return notModified(etag)

  const pages = await readBoard(ctx.db, member.residenceId, ranges)

  const columns = pages.map(({ name, count, cards, nextKey }) => ({
    name,
    count,
    cards: [...cards],
    nextCursor: nextKey ? encodeCursor(ctx, columnList(residenceId, name), nextKey) : null
  }))
  return tagged({ residenceId: member.residenceId, today: today.toString(), dueSoonDays, columns }, etag)
}
