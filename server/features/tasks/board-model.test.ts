import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { completeTask, undoCompletion } from '#contract/completions.ts'
import { getBoard, type Board } from '#contract/board.ts'
import {
  archiveTask,
  cancelTask,
  columns,
  deleteTask,
  startTask,
  stopTask,
  unarchiveTask,
  uncancelTask,
  updateTask,
  type Column
} from '#contract/tasks.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import { makeResidence } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { checkTaskCounts } from './count-queries.ts'

/**
 * A second, plainer idea of what a board is: tasks that recur every so many days, their state written down, the history a
 * stack of former states. Walks of random operations are taken in both, and after each step they must agree.
 */
type ModelTask = {
  readonly id: string
  readonly everyDays: number | null
  readonly title: string
  readonly dueOn: string | null
  readonly started: boolean
  readonly cancelled: boolean
  readonly archived: boolean
  readonly done: number
  readonly history: readonly { completionId: string; former: Pick<ModelTask, 'dueOn' | 'started' | 'done'> }[]
}
type World = { readonly app: TestApp; readonly person: Person; readonly residenceId: string; today: string }
const soonDays = 30

const days = (from: string, count: number) => Temporal.PlainDate.from(from).add({ days: count }).toString()

function modelColumn(task: ModelTask, today: string): Column | undefined {
  if (task.cancelled || task.archived) return undefined
  if (task.dueOn === null && task.done > 0) return 'completed_tasks'
  if (task.started) return 'in_progress_tasks'
  if (task.dueOn === null || task.dueOn > days(today, soonDays)) return 'upcoming_tasks'
  return task.dueOn < today ? 'overdue_tasks' : 'due_soon_tasks'
}

/** The next date on the grid of the task's dates after both the one due and today. */
function modelNext({ everyDays, dueOn }: ModelTask, anchorOn: string, today: string): string | null {
  if (everyDays === null || dueOn === null) return null
  const settled = dueOn > today ? dueOn : today
  const since = Temporal.PlainDate.from(anchorOn).until(settled, { largestUnit: 'days' }).days
  return days(anchorOn, Math.max(0, Math.floor(since / everyDays) + 1) * everyDays)
}

const anchorOf = new Map<string, string>()

type Change = (world: World, task: ModelTask) => Promise<ModelTask | undefined>
const state = (task: ModelTask, world: World) => modelColumn(task, world.today)

/** One step on one task; the model says what must be refused, and then nothing is sent that could be. */
const steps = {
  done: (world, task) => record(world, task, 'done'),
  skipped: async (world, task) => (task.everyDays === null ? task : record(world, task, 'skipped')),
  inspected: (world, task) => record(world, task, 'inspected'),
  undo: async ({ person }, task) => {
    const latest = task.history.at(-1)
    if (!latest) return task
    await person.call(undoCompletion, { params: { completionId: latest.completionId } })
    return { ...task, ...latest.former, history: task.history.slice(0, -1) }
  },
  start: async (world, task) => {
    const params = { taskId: task.id }
    const refused = state(task, world) === undefined || state(task, world) === 'completed_tasks'
    if (refused) {
      assert.match((await world.person.problem(startTask, { params })).code, /^task_(not_open|already_done)$/)
      return task
    }
    await world.person.call(startTask, { params })
    return { ...task, started: true }
  },
  stop: set(stopTask, { started: false }),
  cancel: set(cancelTask, { cancelled: true }),
  uncancel: set(uncancelTask, { cancelled: false }),
  archive: set(archiveTask, { archived: true }),
  unarchive: set(unarchiveTask, { archived: false }),
  rename: edit((task) => ({ title: `${task.title.slice(0, 50)}!` })),
  annotate: async ({ person }, task) => {
    await person.call(updateTask, { params: { taskId: task.id }, body: { notes: 'No card shows it.' } })
    return task
  },
  postpone: edit(({ dueOn }) => ({ dueOn: dueOn === null ? null : days(dueOn, 25) })),
  delete: async ({ person }, task) => {
    await person.call(deleteTask, { params: { taskId: task.id } })
    return undefined
  }
} satisfies Record<string, Change>

async function record(world: World, task: ModelTask, kind: 'done' | 'skipped' | 'inspected'): Promise<ModelTask> {
  const { person, today } = world
  const { dueOn, started, done } = task
  const nextOn = kind === 'inspected' ? { nextOn: days(today, 10) } : {}
  const input = { params: { taskId: task.id }, body: { kind, dueOn, ...nextOn } }
  const stands = state(task, world)
  if (stands === undefined || stands === 'completed_tasks') {
    assert.match((await person.problem(completeTask, input)).code, /^task_(not_open|already_done)$/)
    return task
  }
  const stale = { ...input, body: { ...input.body, dueOn: '1999-01-01' } }
  assert.equal((await person.problem(completeTask, stale)).code, 'task_already_done')
  const { completion } = await person.call(completeTask, input)
  const next = kind === 'inspected' ? days(today, 10) : modelNext(task, anchorOf.get(task.id) ?? '', today)
  const former = { dueOn, started, done }
  return {
    ...task,
    dueOn: next,
    started: false,
    done: done + (kind === 'done' ? 1 : 0),
    history: [...task.history, { completionId: completion.id, former }]
  }
}

function set(
  route: typeof stopTask | typeof cancelTask | typeof uncancelTask | typeof archiveTask | typeof unarchiveTask,
  change: Partial<ModelTask>
): Change {
  return async ({ person }, task) => {
    await person.call(route as typeof stopTask, { params: { taskId: task.id } }) // all five take and give the same
    return { ...task, ...change }
  }
}

function edit(change: (task: ModelTask) => Partial<Pick<ModelTask, 'title' | 'dueOn'>>): Change {
  return async ({ person }, task) => {
    const body = change(task)
    if (body.dueOn === null) return task
    await person.call(updateTask, { params: { taskId: task.id }, body })
    return { ...task, ...body }
  }
}

const pick = fc.nat(30)
const walks = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        create: fc.option(fc.integer({ min: 1, max: 40 })),
        in: fc.integer({ min: -40, max: 60 })
      })
    },
    {
      weight: 12,
      arbitrary: fc.record({ step: fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[])), of: pick }) // an object's own keys
    },
    { weight: 1, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 20 }) }) }
  ),
  { minLength: 8, maxLength: 35 }
)
type Move = typeof walks extends fc.Arbitrary<(infer M)[]> ? M : never

async function take(world: World, tasks: readonly ModelTask[], move: Move): Promise<readonly ModelTask[]> {
  if ('wait' in move) {
    world.today = days(world.today, move.wait)
    world.app.clock.advance({ days: move.wait })
    return tasks
  }
  if ('create' in move) return [...tasks, await create(world, move)]
  const task = tasks[move.of % Math.max(1, tasks.length)]
  if (!task) return tasks
  const changed = await steps[move.step](world, task)
  return tasks.flatMap((each) => (each === task ? (changed ?? []) : each))
}

async function create(
  { person, residenceId, today }: World,
  { create: everyDays, in: offset }: { create: number | null; in: number }
): Promise<ModelTask> {
  const dueOn = everyDays === null && offset > 50 ? null : days(today, offset)
  const schedule = everyDays === null ? ({ kind: 'once' } as const) : every(everyDays, 'day')
  const { id, title } = await makeTask(person, residenceId, { schedule, startOn: dueOn })
  if (dueOn !== null) anchorOf.set(id, dueOn)
  return { id, everyDays, title, dueOn, started: false, cancelled: false, archived: false, done: 0, history: [] }
}

/** What of the board the model knows. */
function seen(board: Board) {
  return board.columns.map(({ name, count, cards }) => ({ name, count, ids: cards.map(({ id }) => id) }))
}

function expected(tasks: readonly ModelTask[], today: string) {
  return columns.map((name) => {
    const own = tasks.filter((task) => modelColumn(task, today) === name)
    const inOrder = own.toSorted((a, b) => (`${a.dueOn ?? '~'} ${a.id}` < `${b.dueOn ?? '~'} ${b.id}` ? -1 : 1))
    return { name, count: own.length, ids: inOrder.slice(0, 20).map(({ id }) => id) }
  })
}

/** The order among completed tasks is by day done, which the model does not keep. */
function sortedCompleted(board: ReturnType<typeof seen>) {
  return board.map((each) => (each.name === 'completed_tasks' ? { ...each, ids: each.ids.toSorted() } : each))
}

test('whatever is done in whatever order, the board is what the rules say, and its tag changes exactly when it does', async (t) => {
  const app = await testApp(t)
  const person = await app.person('Anna')
  await fc.assert(
    fc.asyncProperty(walks, async (moves) => {
      app.clock.set('2026-03-10T12:00:00Z')
      const { id: residenceId } = await makeResidence(person, { timeZone: 'Europe/Berlin' })
      const world: World = { app, person, residenceId, today: '2026-03-10' }
      const params = { residenceId }
      let tasks: readonly ModelTask[] = []
      let known = { tag: '', body: '' }
      for (const move of moves) {
        tasks = await take(world, tasks, move)

        const conditional = await person.send(getBoard, { params, ifNoneMatch: known.tag })
        const whole = await person.send(getBoard, { params })
        assert.equal(conditional.statusCode === 304, whole.body === known.body, 'the tag changes when the board does')
        known = { tag: String(whole.headers.etag), body: whole.body }
        assert.deepEqual(
          sortedCompleted(seen(whole.json<Board>())),
          sortedCompleted(expected(tasks, world.today)),
          JSON.stringify(move)
        )
      }
    }),
    { numRuns: 25 }
  )
  assert.deepEqual(await checkTaskCounts(app.db), [])
})
