import Type from 'typebox'
import { Strict } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import {
  endUnregistered,
  findTarget,
  livingDevices,
  noteEnvironment,
  type FoundTarget
} from '#server/features/devices/access.ts'
import type { Delivery, PushSenders } from '#server/gateways/push/push.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import { enqueue, job, type Jobs } from '#server/platform/jobs.ts'
import { doneWords } from './done-words.ts'
import { doneNotices, type DoneNotice } from './notice-queries.ts'

type Services = { readonly push: PushSenders }

const Done = Strict({ completionId: Uuid, userIds: Type.Array(Uuid, { minItems: 1 }) })
type Done = Type.Static<typeof Done>
/** To one phone: what fails for one is not tried again for another. `noticeId` is the same at each try. */
const DoneTo = Strict({ completionId: Uuid, userId: Uuid, deviceId: Uuid, noticeId: Uuid })
type DoneTo = Type.Static<typeof DoneTo>

export function noticeJobs({ push }: Services): Jobs {
  return {
    'notices.tell-done': job(Done, (ctx, done) => tellDone(ctx, push, done)),
    'notices.send-done': job(DoneTo, (ctx, done) => sendDone(ctx, push, done))
  }
}

/** After a day it is news no more. */
const worthTelling = { hours: 24 }

async function tellDone(ctx: Ctx<Job>, push: PushSenders, { completionId, userIds }: Done): Promise<void> {
  const platforms = (['apns', 'fcm'] as const).filter((platform) => push[platform])
  if (platforms.length === 0) return
  const readers = await doneNotices(ctx.db, { completionId, userIds })
  const devices = await livingDevices(ctx.db, {
    userIds: readers.map(({ userId }) => userId),
    platforms,
    now: ctx.now()
  })
  await ctx.write(async (tx) => {
    for (const { userId, deviceId } of devices)
      await enqueue(tx, 'notices.send-done', { completionId, userId, deviceId, noticeId: newId() } satisfies DoneTo)
  })
}

/** Everything is read again: since it was noted the phone may have become another's, or its owner a stranger to the home. */
async function sendDone(ctx: Ctx<Job>, push: PushSenders, sent: DoneTo): Promise<void> {
  const now = ctx.now()
  const [notice] = await doneNotices(ctx.db, { completionId: sent.completionId, userIds: [sent.userId] })
  const found = await findTarget(ctx, sent)
  const sender = found && push[found.platform]
  if (!notice || !sender) return
  const expiresAt = Temporal.Instant.from(notice.recordedAt).add(worthTelling)
  if (Temporal.Instant.compare(now, expiresAt) >= 0) {
    ctx.log.warn({ platform: found.platform }, 'A notice could not be sent for a day and was dropped')
    return
  }
  const delivery = await sender.send(found.target, { ...noticeFor(notice, sent), expiresAt })
  await settle(ctx, { found, sentAt: now, delivery })
}

/** The app drops what names another registration than its own. */
function noticeFor(notice: DoneNotice, { noticeId, deviceId }: DoneTo) {
  const { taskId, residenceId } = notice
  const data = { kind: 'done', device: deviceId, task: taskId, home: residenceId }
  return { id: noticeId, collapseId: `done-${taskId}`, data, ...doneWords(notice) }
}

type Sent = { found: FoundTarget; sentAt: Temporal.Instant; delivery: Delivery }

/** Throws where it is to be tried again. */
async function settle(ctx: Ctx<Job>, { found, sentAt, delivery }: Sent): Promise<void> {
  switch (delivery.outcome) {
    case 'delivered':
      if (delivery.environment !== found.target.environment) await noteEnvironment(ctx, found, delivery.environment)
      return
    case 'gone':
      return endUnregistered(ctx, found, delivery.since ?? sentAt)
    case 'refused':
      ctx.log.error({ platform: found.platform, reason: delivery.reason }, 'A notice is not as it must be')
      return
    case 'later':
    case 'misconfigured':
      throw new Error(`A notice could not be sent by ${found.platform}: ${delivery.reason}`)
  }
}
