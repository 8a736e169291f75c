import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeTask } from '#contract/completions.ts'
import { createResidence, transferOwnership } from '#contract/residences.ts'
import { createTask, updateTask } from '#contract/tasks.ts'
import { testApp, type Person, type TestApp } from './harness.ts'
import { populate } from './populate.ts'

const stranger = '01900000-0000-7000-8000-00000000dead'
const weekly = { kind: 'every', every: 1, unit: 'week', basis: 'due' } as const
const title = 'A task'

type Attempt = (
  person: Person,
  own: { residenceId: string; taskId: string }
) => Promise<{ status: number; code: string }>
const inHome =
  (body: object): Attempt =>
  (person, { residenceId }) =>
    person.problem(createTask, { params: { residenceId }, body: body as never }) // wrong on purpose

/** What the types forbid and somebody sends all the same. */
const attempts: Record<string, { attempt: Attempt; code: string }> = {
  'the 30th of February': {
    attempt: inHome({ title, schedule: weekly, startOn: '2026-02-30' }),
    code: 'invalid_input'
  },
  'the year 9999': { attempt: inHome({ title, schedule: weekly, startOn: '9999-01-01' }), code: 'invalid_input' },
  'the 29th of February of a common year': {
    attempt: inHome({ title, schedule: { ...weekly, until: '2027-02-29' } }),
    code: 'invalid_input'
  },
  'an interval of 0': { attempt: inHome({ title, schedule: { ...weekly, every: 0 } }), code: 'invalid_input' },
  'an interval of a billion': {
    attempt: inHome({ title, schedule: { ...weekly, every: 1e9 } }),
    code: 'invalid_input'
  },
  'an interval of a half': { attempt: inHome({ title, schedule: { ...weekly, every: 0.5 } }), code: 'invalid_input' },
  'a schedule that contradicts itself': {
    attempt: inHome({ title, schedule: { ...weekly, monthDay: 3 } }),
    code: 'schedule_invalid'
  },
  'a title of 201 characters': { attempt: inHome({ title: 'x'.repeat(201), schedule: weekly }), code: 'invalid_input' },
  'a line break in a title': { attempt: inHome({ title: 'a\nb', schedule: weekly }), code: 'invalid_input' },
  'a server’s own field': { attempt: inHome({ title, schedule: weekly, completionCount: 7 }), code: 'invalid_input' },
  'somebody else as assignee': {
    attempt: inHome({
      title,
      schedule: weekly,
      assignment: { rotation: 'fixed', memberIds: [stranger], currentId: stranger }
    }),
    code: 'assignee_not_member'
  },
  'a zone that nobody knows': {
    attempt: (person) => person.problem(createResidence, { body: { name: 'Home', timeZone: 'Europe/Atlantis' } }),
    code: 'time_zone_unknown'
  },
  'an offset for a zone': {
    attempt: (person) => person.problem(createResidence, { body: { name: 'Home', timeZone: '+02:00' } }),
    code: 'invalid_input'
  },
  'a home that is not there': {
    attempt: (person) =>
      person.problem(createTask, { params: { residenceId: stranger }, body: { title, schedule: weekly } }),
    code: 'residence_not_found'
  },
  'an id that is none': {
    attempt: (person) => person.problem(updateTask, { params: { taskId: 'one' }, body: { title } }),
    code: 'invalid_input'
  },
  'a completion on behalf of a stranger': {
    attempt: (person, { taskId }) =>
      person.problem(completeTask, { params: { taskId }, body: { kind: 'done', dueOn: null, completedBy: stranger } }),
    code: 'assignee_not_member'
  },
  'a completion tomorrow': {
    attempt: (person, { taskId }) =>
      person.problem(completeTask, {
        params: { taskId },
        body: { kind: 'done', dueOn: null, completedOn: '2099-01-01' }
      }),
    code: 'completed_in_future'
  },
  'the home handed to a stranger': {
    attempt: (person, { residenceId }) =>
      person.problem(transferOwnership, { params: { residenceId }, body: { userId: stranger } }),
    code: 'member_not_found'
  }
}

/** Every row of every table of the product that a request could have touched. */
async function everything(app: TestApp): Promise<unknown> {
  const { rows } = await app.database.pool.query(
    `select (select jsonb_agg(t order by id) from tasks t) as tasks, (select jsonb_agg(r order by id) from residences r) as residences,
       (select jsonb_agg(m order by user_id, residence_id) from memberships m) as memberships,
       (select jsonb_agg(c order by id) from completions c) as completions, 
       (select count(*) from audit_events where event <> 'access.refused') as events`
  )
  return rows
}

// ASVS 1.4.2, 2.2.1, 2.2.3
for (const [name, { attempt, code }] of Object.entries(attempts)) {
  test(`${name} is refused as ${code}, and nothing is written`, async (t) => {
    const app = await testApp(t)
    const { person, ids } = await populate(app)
    const [residenceId = '', taskId = ''] = ids
    const before = await everything(app)
    const problem = await attempt(person, { residenceId, taskId })
    assert.equal(problem.code, code, JSON.stringify(problem))
    assert.ok(problem.status >= 400 && problem.status < 500)
    assert.deepEqual(await everything(app), before)
  })
}

// ASVS 2.2.3, 8.2.2
test('another household’s ids are as good as none, in the address and in the body', async (t) => {
  const app = await testApp(t)
  const { ids } = await populate(app)
  const mallory = await app.person('Mallory')
  const own = await mallory.call(createResidence, { body: { name: 'Hers', timeZone: 'UTC' } })
  const [residenceId = '', taskId = '', , , , ada = ''] = ids
  const before = await everything(app)
  const codes = [
    await mallory.problem(createTask, { params: { residenceId }, body: { title, schedule: weekly } }),
    await mallory.problem(updateTask, { params: { taskId }, body: { title } }),
    await mallory.problem(completeTask, { params: { taskId }, body: { kind: 'done', dueOn: null } }),
    await mallory.problem(createTask, {
      params: { residenceId: own.id },
      body: { title, schedule: weekly, assignment: { rotation: 'fixed', memberIds: [ada], currentId: ada } }
    })
  ].map(({ code }) => code)
  assert.deepEqual(codes, ['residence_not_found', 'task_not_found', 'task_not_found', 'assignee_not_member'])
  assert.deepEqual(await everything(app), before)
})
