import type { Asset } from '#contract/assets.ts'
import { createMeter } from '#server/features/assets/change-meter.ts'
import { completeTask } from '#server/features/tasks/complete-task.ts'
import { createTask } from '#server/features/tasks/create-tasks.ts'
import { getTask } from '#server/features/tasks/get-task.ts'
import { addReading } from '#server/features/tasks/meter-readings.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { houseMeters, type DemoMeter } from './demo-meters.ts'

export type MeterStory = {
  readonly residenceId: string
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
  /** Whoever reads the meters, on a day. */
  readonly on: (day: Temporal.PlainDate) => Ctx<User>
  readonly things: ReadonlyMap<string, Pick<Asset, 'id' | 'areaId'>>
}

/** The meters of the house, read at the beginning of each month; what is due by them is done on the day it is found due. */
export async function readMeters(story: MeterStory): Promise<void> {
  for (const meter of houseMeters) await readMeter(story, meter)
}

async function readMeter({ residenceId, from, to, on, things }: MeterStory, demo: DemoMeter): Promise<void> {
  const { name, unit, digits = null, thing, begins, task } = demo
  const { id: assetId, areaId } = (thing && things.get(thing)) ?? { id: null, areaId: null }
  const { meter } = await createMeter(on(from), residenceId, { name, unit, digits, assetId })
  await addReading(on(from), meter.id, { value: begins })
  const taskId = task && (await addTask(task))
  for (const { day, value } of readings(demo, from, to))
    if (!(await isDone(on(day), taskId, value))) await addReading(on(day), meter.id, { value })

  async function addTask({ every, ...details }: NonNullable<DemoMeter['task']>): Promise<string> {
    const input = { ...details, startOn: null, assetId, areaId, meter: { meterId: meter.id, every } }
    return (await createTask(on(from), residenceId, input)).task.id
  }
}

function readings({ begins, months }: DemoMeter, from: Temporal.PlainDate, to: Temporal.PlainDate) {
  const shown: { day: Temporal.PlainDate; value: number }[] = []
  let value = begins
  for (let day = from.with({ day: 1 }).add({ months: 1 }); isUpTo(day, to); day = day.add({ months: 1 })) {
    value += months[day.subtract({ months: 1 }).month - 1] ?? 0
    shown.push({ day, value: Math.round(value * 10) / 10 })
  }
  return shown
}

/** Whether the task was due by then, and so was done with this reading. */
async function isDone(ctx: Ctx<User>, taskId: string | undefined, value: number): Promise<boolean> {
  if (taskId === undefined) return false
  const { task } = await getTask(ctx, taskId)
  if (task.dueOn === null || task.dueOn > ctx.now().toString().slice(0, 10)) return false
  const { dueOn, completionCount } = task
  await completeTask(ctx, taskId, { kind: 'done', dueOn, completionCount, minutes: 40, meterReading: { value } })
  return true
}

function isUpTo(day: Temporal.PlainDate, last: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(day, last) <= 0
}
