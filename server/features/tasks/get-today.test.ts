import assert from 'node:assert/strict'
import { test } from 'node:test'
import { archiveResidence } from '#contract/residences.ts'
import { getToday } from '#contract/board.ts'
import { cancelTask, startTask } from '#contract/tasks.ts'
import { testApp } from '#test/harness.ts'
import { addMember, makeHousehold, makeResidence } from '#test/make-residence.ts'
import { makeTask } from '#test/make-task.ts'

test('today is counted for each residence by its own date, and the cards are the first of all', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const berlin = await makeResidence(anna, { name: 'Berlin' })
  const auckland = await makeResidence(anna, { name: 'Auckland', timeZone: 'Pacific/Auckland' })
  const stranger = await makeHousehold(app)
  await makeTask(stranger.owner, stranger.residence.id, { startOn: '2026-03-01' })
  const make = (title: string, residenceId: string, startOn?: string) =>
    makeTask(anna, residenceId, { title, ...(startOn !== undefined && { startOn }) })
  app.clock.set('2026-03-10T12:00:00Z') // the 11th in Auckland
  await make('b late', berlin.id, '2026-03-09')
  await make('b today', berlin.id, '2026-03-10')
  await make('b in six days', berlin.id, '2026-03-16')
  await make('b in seven days', berlin.id, '2026-03-17')
  await make('b undated', berlin.id)
  await make('a late', auckland.id, '2026-03-10')
  await make('a today', auckland.id, '2026-03-11')
  const started = await make('b started', berlin.id, '2026-03-09')
  await anna.call(startTask, { params: { taskId: started.id } })
  const cancelled = await make('b cancelled', berlin.id, '2026-03-09')
  await anna.call(cancelTask, { params: { taskId: cancelled.id } })

  const { residences, cards } = await anna.call(getToday)

  assert.deepEqual(residences, [
    { residenceId: auckland.id, name: 'Auckland', today: '2026-03-11', overdue: 1, dueToday: 1, dueThisWeek: 0 },
    { residenceId: berlin.id, name: 'Berlin', today: '2026-03-10', overdue: 1, dueToday: 1, dueThisWeek: 1 }
  ])
  assert.deepEqual(
    cards.map(({ title, column }) => [title, column]),
    [
      ['b late', 'overdue_tasks'],
      ['b today', 'due_soon_tasks'],
      ['a late', 'overdue_tasks'],
      ['a today', 'due_soon_tasks'],
      ['b in six days', 'due_soon_tasks']
    ]
  )
})

test('twenty cards at most; archived residences and those of others are not there; without a home there is nothing', async (t) => {
  const app = await testApp(t)
  const { owner, viewer, residence } = await makeHousehold(app)
  for (let day = 10; day < 32; day++) await makeTask(owner, residence.id, { startOn: `2026-01-${day}` })
  const nobody = await app.person('Nobody')
  assert.equal((await viewer.call(getToday)).cards.length, 20)
  assert.deepEqual(await nobody.call(getToday), { residences: [], cards: [] })
  await addMember(app, residence, nobody, 'viewer')
  assert.equal((await nobody.call(getToday)).residences[0]?.overdue, 22)
  await owner.call(archiveResidence, { params: { residenceId: residence.id } })
  assert.deepEqual(await nobody.call(getToday), { residences: [], cards: [] })
})
