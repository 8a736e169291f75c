import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { addSuggestions } from '#contract/catalogue.ts'
import { completeTask, undoCompletion } from '#contract/completions.ts'
import { importCards } from '#contract/contractor-cards.ts'
import { addContractor, deleteContractor } from '#contract/contractors.ts'
import { createDocument, deleteDocument, listDocuments } from '#contract/documents.ts'
import { importList } from '#contract/exchange.ts'
import { acceptWork, finishGuestJob } from '#contract/guests.ts'
import { acceptHandover, offerHandover } from '#contract/handovers.ts'
import type { Limited } from '#contract/plans.ts'
import * as residences from '#contract/residences.ts'
import * as tasks from '#contract/tasks.ts'
import { pdf } from '#test/picture.ts'
import type { Person } from '#test/harness.ts'
import { addGuestFile, makeGuest } from '#test/make-guest.ts'
import { makeDocument } from '#test/make-document.ts'
import { addMember, makeHousehold, makeResidence } from '#test/make-residence.ts'
import { makeTask } from '#test/make-task.ts'
import { race } from '#test/race.ts'
import { appWithPlans, entitle, forEver, freeLimits } from './testing-plans.ts'

const app = await appWithPlans({ after: (run) => after(run) })
const once = { kind: 'once' } as const
const home = { name: 'Another home', timeZone: 'Europe/Berlin' }

/** A home of a free account with so many tasks. */
async function household(tasksThere = 0) {
  const people = await makeHousehold(app)
  const params = { residenceId: people.residence.id }
  for (let index = 0; index < tasksThere; index++) await makeTask(people.owner, params.residenceId)
  return { ...people, params }
}

function taskBodies(count: number) {
  return { tasks: Array.from({ length: count }, (_, index) => ({ title: `Task ${index}`, schedule: once })) }
}

async function countTasks(person: Person, residenceId: string): Promise<number> {
  const query = { state: 'all', limit: 100 } as const
  const { items } = await person.call(tasks.listTasks, { params: { residenceId }, query })
  return items.filter(({ cancelledAt, archivedAt }) => cancelledAt === null && archivedAt === null).length
}

type Answer = { statusCode: number; json<T>(): T }
function outcomes(results: readonly PromiseSettledResult<Answer>[]): Record<string, number> {
  const names = results.map((result) => {
    if (result.status === 'rejected') return String(result.reason)
    return result.value.statusCode < 400 ? 'done' : result.value.json<{ code: string }>().code
  })
  return Object.fromEntries(
    Map.groupBy(names, (name) => name)
      .entries()
      .map(([name, all]) => [name, all.length])
  )
}

const adders: Record<Limited, (person: Person, residenceId: string) => Promise<Answer>> = {
  residences: (person) => person.send(residences.createResidence, { body: home }),
  tasks: (person, residenceId) =>
    person.send(tasks.createTask, { params: { residenceId }, body: { title: 'One more', schedule: once } }),
  contractors: (person, residenceId) =>
    person.send(addContractor, { params: { residenceId }, body: { name: 'Mario Rossi' } }),
  documents: (person, residenceId) =>
    person.send(createDocument, { params: { residenceId }, body: { title: 'Paper', details: { kind: 'other' } } })
}

for (const [of, add] of Object.entries(adders))
  test(`of many ${of} added at once, by whoever may, as many come in as the plan has room for`, async () => {
    const { owner, manager, member, residence } = await household()
    const writers = of === 'residences' ? [await app.person('Hana')] : [owner, manager, member]
    const limit = freeLimits[of as Limited] // the keys of `adders`

    const results = await race(limit + 7, (index) => add(writers[index % writers.length] ?? owner, residence.id))

    assert.deepEqual(outcomes(results), { done: limit, plan_limit_reached: 7 })
  })

test('of single tasks, bundles, suggestions, lists and what comes back from the archive at once, none goes beyond', async () => {
  const { owner, member, residence, params } = await household(2)
  const archived = await makeTask(owner, residence.id)
  await owner.call(tasks.archiveTask, { params: { taskId: archived.id } })
  const bytes = new Uint8Array(Buffer.from('title,frequency\nSweep the chimney,yearly\n'))
  const ways: (() => Promise<Answer>)[] = [
    () => owner.send(tasks.createTask, { params, body: { title: 'One', schedule: once } }),
    () => member.send(tasks.createTasks, { params, body: taskBodies(2) }),
    () => member.send(addSuggestions, { params, body: { tasks: [{ templateId: 'smoke-alarm-test' }] } }),
    () => owner.send(importList, { params, query: {}, bytes }),
    () => owner.send(tasks.unarchiveTask, { params: { taskId: archived.id } })
  ]

  const results = await race(10, (index) => ways[index % ways.length]?.() ?? assert.fail())

  for (const name of Object.keys(outcomes(results)))
    assert.ok(['done', 'plan_limit_reached', 'template_already_added'].includes(name), name)
  assert.equal(await countTasks(owner, residence.id), freeLimits.tasks)
})

test('what is added as one comes whole or not at all, and the answer says how many would fit', async () => {
  const { owner, member, residence, params } = await household(3)
  const refused = { of: 'tasks', plan: 'free', limit: 5, used: 3, fits: 2, isOwn: false }
  const bytes = new Uint8Array(Buffer.from('title,frequency\nA,yearly\nB,yearly\nC,yearly\n'))
  const suggestions = ['smoke-alarm-test', 'home-inventory', 'documents-copies'].map((templateId) => ({ templateId }))

  const answers = [
    await member.problem(tasks.createTasks, { params, body: taskBodies(3) }),
    await member.problem(importList, { params, query: {}, bytes }),
    await member.problem(addSuggestions, { params, body: { tasks: suggestions } })
  ]

  for (const { code, status, limit } of answers)
    assert.deepEqual([code, status, limit], ['plan_limit_reached', 409, refused])
  assert.equal(await countTasks(owner, residence.id), 3)
  await member.call(tasks.createTasks, { params, body: taskBodies(2) })
  assert.equal(await countTasks(owner, residence.id), 5)
})

test('cards come in as far as they are new: who is there already needs no room', async () => {
  const { member, params } = await household()
  const contractors = ['Ada', 'Ben', 'Cem'].map((name) => ({ name, uid: name }))
  await member.call(importCards, { params, body: { contractors } })

  const { code, limit } = await member.problem(importCards, { params, body: { contractors: [{ name: 'Dora' }] } })

  assert.deepEqual(
    [code, limit],
    ['plan_limit_reached', { of: 'contractors', plan: 'free', limit: 3, used: 3, fits: 0, isOwn: false }]
  )
  const again = await member.call(importCards, { params, body: { contractors } })
  assert.equal(again.alreadyThere, 3)
  const { manager, params: another } = await household()
  const twice = [...contractors, { name: 'Ada', uid: 'Ada' }]
  await manager.call(importCards, { params: another, body: { contractors: twice } })
})

test('what was cancelled or archived does not count, and comes back only where there is room', async () => {
  const { owner, residence } = await household(4)
  const { id: taskId } = await makeTask(owner, residence.id)
  const params = { taskId }
  for (const [away, back] of [
    [tasks.cancelTask, tasks.uncancelTask],
    [tasks.archiveTask, tasks.unarchiveTask]
  ] as const) {
    await owner.call(away, { params })
    const other = await makeTask(owner, residence.id)
    assert.equal((await owner.problem(back, { params })).code, 'plan_limit_reached')
    await owner.call(tasks.deleteTask, { params: { taskId: other.id } })
    await owner.call(back, { params })
    await owner.call(back, { params })
  }
  await owner.call(tasks.cancelTask, { params })
  await owner.call(tasks.archiveTask, { params })
  await makeTask(owner, residence.id)
  await owner.call(tasks.unarchiveTask, { params }) // still cancelled: it takes no room
})

test('who is over the limit after a refund loses nothing: reading, changing, completing, undoing and deleting go on', async () => {
  const { owner, member, residence, params } = await household()
  await entitle(app, owner, { paidUntil: forEver })
  const [first] = (await owner.call(tasks.createTasks, { params, body: taskBodies(9) })).items
  const papers = [await makeDocument(owner, residence.id), await makeDocument(owner, residence.id)]
  const paper = await makeDocument(owner, residence.id)
  const { contractor } = { contractor: await owner.call(addContractor, { params, body: { name: 'Mario' } }) }
  const second = await makeResidence(owner)
  await entitle(app, owner, {})
  assert.ok(first)
  const taskId = first.id

  assert.equal(await countTasks(member, residence.id), 9)
  assert.equal((await owner.call(listDocuments, { params, query: {} })).items.length, papers.length + 1)
  await member.call(tasks.updateTask, { params: { taskId }, body: { title: 'Another title' } })
  const { completion } = await member.call(completeTask, { params: { taskId }, body: { kind: 'done', dueOn: null } })
  await member.call(undoCompletion, { params: { completionId: completion.id } })
  await owner.call(tasks.deleteTask, { params: { taskId } })
  await owner.call(deleteDocument, { params: { documentId: paper.id } })
  await owner.call(deleteContractor, { params: { contractorId: contractor.id } })
  await owner.call(residences.updateResidence, { params: { residenceId: second.id }, body: { name: 'Summer house' } })

  const { limit } = await member.problem(tasks.createTask, { params, body: { title: 'One more', schedule: once } })
  assert.deepEqual(limit, { of: 'tasks', plan: 'free', limit: 5, used: 8, fits: 0, isOwn: false })
  const own = await owner.problem(tasks.createTask, { params, body: { title: 'One more', schedule: once } })
  assert.equal(own.limit?.isOwn, true)
  assert.equal((await owner.problem(residences.createResidence, { body: home })).code, 'plan_limit_reached')
})

test('a home goes by its owner’s plan, whoever writes: a member’s own plan changes nothing, a second owner’s does', async () => {
  const { owner, manager, member, residence, params } = await household(5)
  const add = { params, body: { title: 'One more', schedule: once } }
  await entitle(app, member, { paidUntil: forEver })
  assert.equal((await member.problem(tasks.createTask, add)).code, 'plan_limit_reached')

  await entitle(app, owner, { isFree: true })
  await member.call(tasks.createTask, add)
  await entitle(app, owner, {})
  assert.equal((await member.problem(tasks.createTask, add)).code, 'plan_limit_reached')

  await entitle(app, manager, { paidUntil: forEver })
  await owner.call(residences.changeRole, {
    params: { residenceId: residence.id, userId: manager.userId },
    body: { role: 'owner' }
  })
  await member.call(tasks.createTask, add)
})

test('the plan ends to the millisecond', async () => {
  const { owner, params } = await household(5)
  const start = app.clock.now()
  await entitle(app, owner, { paidUntil: start.add({ milliseconds: 500 }).toString() })
  const add = { params, body: { title: 'One more', schedule: once } }

  app.clock.advance({ milliseconds: 499 })
  await owner.call(tasks.createTask, add)
  app.clock.advance({ milliseconds: 1 })
  assert.equal((await owner.problem(tasks.createTask, add)).code, 'plan_limit_reached')
})

test('a free account joins as many homes as it likes and owns one; another one is handed to it when it has room', async () => {
  const { owner, manager, residence, params } = await household()
  await addMember(app, residence, await app.person('Nobody else'), 'viewer')
  const own = await makeResidence(manager)
  const heir = { params: { ...params, userId: manager.userId }, body: { role: 'owner' } } as const
  const transfer = { params, body: { userId: manager.userId } }

  for (const problem of [
    await owner.problem(residences.transferOwnership, transfer),
    await owner.problem(residences.changeRole, heir)
  ])
    assert.deepEqual(
      [problem.code, problem.limit],
      ['member_plan_full', undefined],
      'nothing of what they have is told'
    )
  await manager.call(residences.archiveResidence, { params: { residenceId: own.id } })
  await owner.call(residences.transferOwnership, transfer)

  const back = await manager.problem(residences.unarchiveResidence, { params: { residenceId: own.id } })
  assert.deepEqual(back.limit, { of: 'residences', plan: 'free', limit: 1, used: 1, fits: 0, isOwn: true })
  await manager.call(residences.transferOwnership, { params, body: { userId: owner.userId } })
  await manager.call(residences.unarchiveResidence, { params: { residenceId: own.id } })
  await manager.call(residences.unarchiveResidence, { params: { residenceId: own.id } })
})

test('a home that comes back has room with each of its owners, or stays archived', async () => {
  const { owner, manager, residence, params } = await household()
  await owner.call(residences.changeRole, { params: { ...params, userId: manager.userId }, body: { role: 'owner' } })
  await owner.call(residences.archiveResidence, { params })
  await makeResidence(manager)

  assert.equal((await owner.problem(residences.unarchiveResidence, { params })).code, 'member_plan_full')
  const mine = await manager.problem(residences.unarchiveResidence, { params })
  assert.deepEqual([mine.code, mine.limit?.used], ['plan_limit_reached', 1])
  const { archivedAt } = await owner.call(residences.getResidence, { params: { residenceId: residence.id } })
  assert.notEqual(archivedAt, null)
})

test('a home is taken over where there is room, also of two at once; a refusal leaves the offer as it is', async () => {
  const buyer = await app.person('Bea')
  const keep = { history: true, notes: true, costs: true, photos: true, papers: true }
  const offers = await Promise.all(
    [await household(), await household()].map(async ({ owner, params }) => ({
      owner,
      params,
      code: (await owner.call(offerHandover, { params, body: { keep } })).code
    }))
  )

  const results = await race(2, (index) => buyer.send(acceptHandover, { body: { code: offers[index]?.code ?? '' } }))

  assert.deepEqual(outcomes(results), { done: 1, plan_limit_reached: 1 })
  await entitle(app, buyer, { paidUntil: forEver })
  const again = await race(2, (index) => buyer.send(acceptHandover, { body: { code: offers[index]?.code ?? '' } }))
  assert.deepEqual(outcomes(again), { done: 1, handover_not_found: 1 })
})

test('an invoice that a guest sent becomes a paper only where there is room; until then the work waits', async () => {
  const { owner, member, residence } = await household()
  const task = await makeTask(owner, residence.id)
  const guest = await makeGuest(app, owner, task.id)
  const invoice = await addGuestFile(guest, pdf(), 'invoice.pdf')
  await guest.call(finishGuestJob, { body: { photoIds: [], invoiceId: invoice.id } })
  const papers = [await makeDocument(owner, residence.id), await makeDocument(owner, residence.id)]
  const accept = { params: { guestLinkId: guest.link.id }, body: {} }

  const { code, limit } = await member.problem(acceptWork, accept)

  assert.deepEqual([code, limit?.of], ['plan_limit_reached', 'documents'])
  await owner.call(deleteDocument, { params: { documentId: papers[0]?.id ?? '' } })
  const { completion } = await member.call(acceptWork, accept)
  assert.ok(completion.invoice)
})
