import type { NewTask, Task } from '#contract/tasks.ts'
import { refuseForeign } from '#server/features/assets/access.ts'
import { requireContractor } from '#server/features/contractors/access.ts'
import { requireRoom } from '#server/features/plans/access.ts'
import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { insertTasks } from './queries.ts'
import { lockPlace } from './place-queries.ts'
import { refuseStrangers } from './refuse-strangers.ts'
import { settledTask } from './settle-meter.ts'
import { newTask, type StoredTask } from './task-rules.ts'
import { placeAt, taggedTask, type TaggedTask } from './task-view.ts'
import { templatesAmong } from './template-queries.ts'
import { tellTurns } from './tell-turns.ts'

export async function createTask(ctx: Ctx<User>, residenceId: string, input: NewTask): Promise<TaggedTask> {
  const [created] = await insert(ctx, residenceId, [{ input, path: '' }])
  if (!created) throw new Error('One task was inserted and none came back')
  return created
}

/** All of them or none. */
export async function createTasks(ctx: Ctx<User>, residenceId: string, inputs: readonly NewTask[]): Promise<Task[]> {
  const created = await insert(
    ctx,
    residenceId,
    inputs.map((input, index) => ({ input, path: `/tasks/${index}` }))
  )
  return created.map(({ task }) => task)
}

/** What of the catalogue becomes tasks; throws `template_already_added` for what the home has, or what is named twice. */
export async function addTemplateTasks(
  ctx: Ctx<User>,
  residenceId: string,
  wanted: readonly { input: NewTask; templateId: string }[]
): Promise<Task[]> {
  const created = await insert(
    ctx,
    residenceId,
    wanted.map((each, index) => ({ ...each, path: `/tasks/${index}` }))
  )
  return created.map(({ task }) => task)
}

/** `path`: JSON Pointer of the input within the body, for what is wrong with it. */
type Given = { readonly input: NewTask; readonly path: string; readonly templateId?: string }

function insert(ctx: Ctx<User>, residenceId: string, given: readonly Given[]): Promise<TaggedTask[]> {
  const { userId } = ctx.actor
  const now = ctx.now()

  return ctx.write(async (tx) => {
    const member = await lockPlace(tx, userId, residenceId)
    if (!member) throw new AppError('residence_not_found')
    refuseUnlessAllowed(member, 'task.write')

    const place = placeAt(member, now)
    const details = given.map(({ input, path, templateId = null }) => ({
      ...newTask(input, { today: place.today, newId, path }),
      templateId
    }))
    await refuseStrangers(tx, member.residenceId, details)
    await refuseForeign(
      tx,
      member.residenceId,
      given.map(({ input, path }) => ({ ...input, path }))
    )
    for (const id of new Set(details.map(({ contractorId }) => contractorId)))
      await requireContractor(tx, member.residenceId, id)
    await refuseDoubles(tx, member.residenceId, given)
    await requireRoom(tx, ctx, { of: 'tasks', residenceId: member.residenceId, adds: given.length })

    const made = { residenceId: member.residenceId, userId, now: now.toString() }
    const inserted = await insertTasks(
      tx,
      details.map((each) => ({ ...each, id: newId() })),
      made
    )
    const tasks = await settleAll(tx, inserted, now.toString())
    const events = tasks.map(({ id }) => ({ event: 'task.created', subjectId: id, residenceId }) as const)
    await audit(tx, ctx, ...events)
    await tellTurns(tx, userId, tasks)
    return tasks.map((task) => taggedTask(task, place))
  })
}

/** Those with a meter are due at whichever comes first. */
async function settleAll(tx: Tx, tasks: readonly StoredTask[], now: string): Promise<StoredTask[]> {
  const settled: StoredTask[] = []
  for (const task of tasks) settled.push(await settledTask(tx, task, now))
  return settled
}

/** The residence is locked: of two who add the same at once, the second finds it there. */
async function refuseDoubles(tx: Tx, residenceId: string, given: readonly Given[]): Promise<void> {
  const ids = given.flatMap(({ templateId }) => templateId ?? [])
  if (ids.length === 0) return
  const there = await templatesAmong(tx, residenceId, ids)
  const doubles = given.filter(
    ({ templateId }, index) => templateId !== undefined && (there.has(templateId) || ids.indexOf(templateId) < index)
  )
  if (doubles.length === 0) return
  const fields = doubles.map(
    ({ path }) => ({ in: 'body', path: `${path}/templateId`, reason: 'already_there' }) as const
  )
  throw new AppError('template_already_added', { fields })
}
