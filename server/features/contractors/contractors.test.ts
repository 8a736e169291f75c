import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { completeTask, listCompletions, undoCompletion } from '#contract/completions.ts'
import * as api from '#contract/contractors.ts'
import type { NewContractor } from '#contract/contractors.ts'
import { archiveResidence } from '#contract/residences.ts'
import { getTask, updateTask } from '#contract/tasks.ts'
import { newId } from '#server/platform/ids.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { race } from '#test/race.ts'

const app = await testApp({ after })

function add(person: Person, residenceId: string, body: NewContractor) {
  return person.call(api.addContractor, { params: { residenceId }, body })
}

async function namesOf(person: Person, residenceId: string, query: object = {}): Promise<string[]> {
  const { items } = await person.call(api.listContractors, { params: { residenceId }, query })
  return items.map(({ name }) => name)
}

const rossi = {
  name: 'Mario Rossi',
  company: 'Rossi & Figli',
  specialties: ['plumbing', 'heating_cooling'],
  phone: '+49 (0)30 123-45',
  email: 'mario@rossi.example',
  site: 'https://rossi.example/kontakt?von=honeydue',
  notes: 'Rings twice.\nKnows the boiler.',
  favourite: true
} as const satisfies NewContractor

test('a member adds a tradesperson with all that was said, and everybody of the home reads them', async () => {
  const { member, viewer, residence } = await makeHousehold(app)
  const added = await add(member, residence.id, { ...rossi, specialties: [...rossi.specialties] })
  const nothingDone = { rating: null, ratings: 0, jobsDone: 0, lastDoneOn: null, costs: [] }
  const at = { createdAt: '2026-03-10T12:00:00Z', updatedAt: '2026-03-10T12:00:00Z' }
  assert.deepEqual(added, { id: added.id, residenceId: residence.id, ...rossi, ...nothingDone, ...at })
  assert.deepEqual(await viewer.call(api.getContractor, { params: { contractorId: added.id } }), added)
})

test('favourites come first, then by name, page by page; words and trades narrow the list', async () => {
  const { member, residence } = await makeHousehold(app)
  await add(member, residence.id, { name: 'Zoe', favourite: true, specialties: ['garden'] })
  await add(member, residence.id, { name: 'anna', company: 'Dächer 100% Müller' })
  await add(member, residence.id, { name: 'Ben', notes: 'also paints_walls', specialties: ['painting', 'garden'] })
  await add(member, residence.id, { name: 'ben', phone: '030 777' })

  const pages: string[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query: object = cursor === undefined ? { limit: 1 } : { limit: 1, cursor }
    const page = await member.call(api.listContractors, { params: { residenceId: residence.id }, query })
    pages.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor
  }
  assert.deepEqual(pages, ['Zoe', 'anna', 'Ben', 'ben'])
  assert.deepEqual(await namesOf(member, residence.id, { specialty: 'garden' }), ['Zoe', 'Ben'])
  assert.deepEqual(await namesOf(member, residence.id, { search: 'MÜLL  dächer' }), ['anna'])
  assert.deepEqual(await namesOf(member, residence.id, { search: '777' }), ['ben'])
  // what is a wild card elsewhere is a letter here
  assert.deepEqual(await namesOf(member, residence.id, { search: '0% ' }), ['anna'])
  assert.deepEqual(await namesOf(member, residence.id, { search: 's_w' }), ['Ben'])
  assert.deepEqual(await namesOf(member, residence.id, { search: 'nobody' }), [])
})

test('who changes what somebody changed meanwhile is told, and fields left out stay', async () => {
  const { member, manager, residence } = await makeHousehold(app)
  const { id } = await add(member, residence.id, { ...rossi, specialties: [...rossi.specialties] })
  const params = { contractorId: id }
  const seen = await member.send(api.getContractor, { params })
  const ifMatch = String(seen.headers['etag'])
  assert.equal((await member.send(api.getContractor, { params, ifNoneMatch: ifMatch })).statusCode, 304)
  const changed = await manager.call(api.updateContractor, { params, body: { phone: null }, ifMatch })
  assert.deepEqual([changed.phone, changed.company, changed.favourite], [null, rossi.company, true])
  const late = await member.problem(api.updateContractor, { params, body: { name: 'Mine' }, ifMatch })
  assert.equal(late.code, 'precondition_failed')

  const current = String((await member.send(api.getContractor, { params })).headers['etag'])
  const results = await race(6, (index) =>
    member.send(api.updateContractor, { params, body: { name: `Name ${index}` }, ifMatch: current })
  )
  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : result.reason))
  assert.deepEqual(
    statuses.toSorted((a, b) => Number(a) - Number(b)),
    [200, 412, 412, 412, 412, 412]
  )
})

test('what is no address, no trade or no web site is refused', async () => {
  const { member, residence } = await makeHousehold(app)
  const wrong = [
    { name: '' },
    { name: 'A', email: 'nobody' },
    { name: 'A', email: 'a@b@c' },
    { name: 'A', site: 'javascript:alert(1)' },
    { name: 'A', site: 'https://a.example/ b' },
    { name: 'A', phone: '12\n3' },
    { name: 'A', specialties: ['plumbing', 'plumbing'] },
    { name: 'A', specialties: ['magic'] }
  ]
  for (const body of wrong) {
    const input = { params: { residenceId: residence.id }, body: body as NewContractor } // the point
    assert.equal((await member.problem(api.addContractor, input)).code, 'invalid_input', JSON.stringify(body))
  }
  assert.deepEqual(await namesOf(member, residence.id), [])
})

test('what they did makes their rating, their number of jobs and the sums of what it cost', async () => {
  const { member, residence } = await makeHousehold(app)
  const { id } = await add(member, residence.id, { name: 'Mario' })
  const other = await add(member, residence.id, { name: 'Luigi' })
  const task = await makeTask(member, residence.id, { schedule: every(1, 'week'), contractorId: id })
  assert.equal(task.contractorId, id)
  let { dueOn } = task
  const record = async (body: object) => {
    const input = { params: { taskId: task.id }, body: { kind: 'done', dueOn, ...body } as const }
    const { task: next, completion } = await member.call(completeTask, input)
    dueOn = next.dueOn
    return completion
  }
  const euros = (minor: number) => ({ cost: { minor, currency: 'EUR' } })
  const first = await record({ contractorId: id, rating: 5, ...euros(12_000) })
  assert.deepEqual([first.contractor, first.rating], [{ id, name: 'Mario' }, 5])
  await record({ contractorId: id, rating: 4, ...euros(3050) })
  await record({ contractorId: id, rating: 4, cost: { minor: 99, currency: 'CHF' } })
  await record({ contractorId: id })
  await record({ contractorId: other.id, rating: 1, ...euros(1) })
  await record({ contractorId: null, rating: 2 })

  const { rating, ratings, jobsDone, lastDoneOn, costs } = await member.call(api.getContractor, {
    params: { contractorId: id }
  })
  assert.deepEqual(
    { rating, ratings, jobsDone, lastDoneOn },
    { rating: 4.3, ratings: 3, jobsDone: 4, lastDoneOn: '2026-03-10' }
  )
  assert.deepEqual(costs, [
    { minor: 99, currency: 'CHF' },
    { minor: 15_050, currency: 'EUR' }
  ])
  const history = await member.call(listCompletions, {
    params: { residenceId: residence.id },
    query: { contractorId: other.id }
  })
  assert.deepEqual(
    history.items.map(({ contractor }) => contractor?.name),
    ['Luigi']
  )
})

test('one tap records the tradesperson of the task, and taking it back takes that away', async () => {
  const { member, residence } = await makeHousehold(app)
  const { id } = await add(member, residence.id, { name: 'Mario' })
  const task = await makeTask(member, residence.id, { schedule: every(1, 'week'), contractorId: id })
  const jobs = async () => (await member.call(api.getContractor, { params: { contractorId: id } })).jobsDone
  const input = { params: { taskId: task.id }, body: { kind: 'done', dueOn: task.dueOn } } as const
  const { completion } = await member.call(completeTask, input)
  assert.deepEqual([completion.contractor, await jobs()], [{ id, name: 'Mario' }, 1])
  await member.call(undoCompletion, { params: { completionId: completion.id } })
  assert.equal(await jobs(), 0)
  const again = await member.call(completeTask, { ...input, body: { ...input.body, contractorId: null } })
  assert.deepEqual([again.completion.contractor, await jobs()], [null, 0])
})

test('nobody of another home can be named', async () => {
  const { member, residence } = await makeHousehold(app)
  const stranger = await app.person('Sid')
  const elsewhere = await makeResidence(stranger)
  const foreign = await add(stranger, elsewhere.id, { name: 'Foreign' })
  const task = await makeTask(member, residence.id)
  for (const contractorId of [foreign.id, newId()]) {
    const refused = [
      await member.problem(updateTask, { params: { taskId: task.id }, body: { contractorId } }),
      await member.problem(completeTask, {
        params: { taskId: task.id },
        body: { kind: 'done', dueOn: null, contractorId }
      })
    ]
    assert.deepEqual(
      refused.map(({ code }) => code),
      ['contractor_not_of_home', 'contractor_not_of_home']
    )
  }
})

test('deleting one leaves the history readable and the tasks without them', async () => {
  const { owner, member, manager, residence } = await makeHousehold(app)
  const { id } = await add(member, residence.id, { name: 'Mario Rossi' })
  const params = { contractorId: id }
  const task = await makeTask(member, residence.id, { schedule: every(1, 'week'), contractorId: id })
  await member.call(completeTask, {
    params: { taskId: task.id },
    body: { kind: 'done', dueOn: task.dueOn, contractorId: id }
  })
  const before = await member.send(getTask, { params: { taskId: task.id } })
  assert.equal((await member.problem(api.deleteContractor, { params })).code, 'not_allowed')
  await manager.call(api.deleteContractor, { params })
  assert.equal((await manager.problem(api.deleteContractor, { params })).code, 'contractor_not_found')

  const { items } = await member.call(listCompletions, { params: { residenceId: residence.id }, query: {} })
  assert.deepEqual(items[0]?.contractor, { id: null, name: 'Mario Rossi' })
  const ifNoneMatch = String(before.headers['etag'])
  const reread = await member.send(getTask, { params: { taskId: task.id }, ifNoneMatch })
  assert.deepEqual([reread.statusCode, reread.json<{ contractorId: null }>().contractorId], [200, null])
  const events = await app.db
    .selectFrom('audit_events')
    .select(['event', 'actor_id'])
    .where('subject_id', '=', id)
    .orderBy('id')
    .execute()
  assert.deepEqual(events, [
    { event: 'contractor.added', actor_id: member.userId },
    { event: 'contractor.deleted', actor_id: manager.userId }
  ])

  await owner.call(archiveResidence, { params: { residenceId: residence.id } })
  const refused = await member.problem(api.addContractor, {
    params: { residenceId: residence.id },
    body: { name: 'New' }
  })
  assert.equal(refused.code, 'residence_archived')
})
