import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { signIn } from '#server/features/accounts/testing-account.ts'
import { listAssets } from '#contract/assets.ts'
import { listCompletions, listTaskCompletions } from '#contract/completions.ts'
import { listDocuments } from '#contract/documents.ts'
import { listMeters, listReadings } from '#contract/meters.ts'
import { listResidences } from '#contract/residences.ts'
import { listTasks } from '#contract/tasks.ts'
import { getBoard } from '#contract/board.ts'
import { createPasswords } from '#server/features/accounts/passwords.ts'
import { pdfReader } from '#server/gateways/pdf-text/pdf-text.ts'
import type { Pictures } from '#server/gateways/pictures/pictures.ts'
import { checkTaskCounts } from '#server/features/tasks/count-queries.ts'
import { testApp, testKeyring } from '#test/harness.ts'
import { demoEmails, demoPassword, fillDemo } from './fill-demo.ts'

/** Drawing them anew would take a process for each: that is tested elsewhere. */
const pictures: Pictures = {
  redraw: async (bytes) => ({ picture: bytes, thumbnail: bytes, width: 1200, height: 900 })
}

async function filled(t: TestContext) {
  const app = await testApp(t)
  const storageLimits = { homeBytes: 1e9, personBytes: 1e9 }
  const pdfs = pdfReader()
  const services = {
    passwords: createPasswords(),
    keyring: testKeyring,
    files: app.files,
    pictures,
    pdfs,
    storageLimits
  }
  return { app, again: () => fillDemo(app.ground, services), did: await fillDemo(app.ground, services) }
}

/** What the story tells, without ids. */
async function story(app: Awaited<ReturnType<typeof testApp>>) {
  const { rows } = await app.database.pool.query<{ title: string; on: string }>(
    `select title, completed_on as on, kind, minutes, cost_minor, completions.notes, users.display_name
     from completions join tasks on tasks.id = task_id join users on users.id = completed_by order by completions.id`
  )
  return rows
}

test('a lived-in household: two homes, two years of history, every column of the board, nobody told', async (t) => {
  const { app, did, again } = await filled(t)
  assert.equal(did, true)
  const { caller: ada } = await signIn(app, { email: demoEmails[0], password: demoPassword })
  const { items } = await ada.call(listResidences, { query: {} })
  assert.equal(items.length, 2)
  const house = items.find(({ name }) => name.startsWith('Birch'))
  const board = await ada.call(getBoard, { params: { residenceId: house?.id ?? '' } })
  for (const { name, count } of board.columns) assert.ok(count > 0, name)

  const history = await story(app)
  assert.ok(history.length > 600, String(history.length))
  const days = Temporal.PlainDate.from(history[0]?.on ?? '').until(history.at(-1)?.on ?? '', {
    largestUnit: 'days'
  }).days
  assert.ok(days > 700, String(days))
  assert.deepEqual(await checkTaskCounts(app.db), [])
  await app.runJobs()
  assert.deepEqual(app.mail.sent, [])

  assert.equal(await again(), false)
  assert.equal((await story(app)).length, history.length)
})

test('the house has a picture, rooms, appliances with their tasks, papers, and photos of what was done', async (t) => {
  const { app } = await filled(t)
  const { caller: ada } = await signIn(app, { email: demoEmails[0], password: demoPassword })
  const { items } = await ada.call(listResidences, { query: {} })
  const house = items.find(({ photoId }) => photoId !== null) ?? assert.fail('no picture')
  const params = { residenceId: house.id }

  const { items: papers } = await ada.call(listDocuments, { params, query: {} })
  assert.deepEqual(
    papers.map(({ files }) => files.length),
    [1, 1, 1, 1]
  )
  assert.ok(papers.some(({ assetId, contractorId }) => assetId !== null && contractorId !== null))
  const { items: done } = await ada.call(listCompletions, { params, query: { limit: 100 } })
  assert.ok(done.some(({ photos }) => photos.length > 0))
  const repair = done.find(({ invoice }) => invoice !== null)
  assert.deepEqual([repair?.contractor?.name, repair?.cost?.minor], ['Yasmin Adler', 15_518])
  const { items: things } = await ada.call(listAssets, { params, query: {} })
  assert.ok(things.some(({ warranty }) => warranty?.documentId))
  for (const { id, areaId, name } of things) {
    assert.notEqual(areaId, null, name)
    const { items: tasks } = await ada.call(listTasks, { params, query: { assetId: id } })
    assert.notEqual(tasks.length, 0, name)
  }
})

test('the boiler and the water are counted month by month, and what is due by the burner’s hours was done by them', async (t) => {
  const { app } = await filled(t)
  const { caller: ada } = await signIn(app, { email: demoEmails[0], password: demoPassword })
  const { items: homes } = await ada.call(listResidences, { query: {} })
  const params = { residenceId: homes.find(({ photoId }) => photoId !== null)?.id ?? '' }
  const { items: meters } = await ada.call(listMeters, { params, query: {} })
  assert.deepEqual(
    meters.map(({ name, assetId }) => [name, assetId !== null]),
    [
      ['Burner hours', true],
      ['Water meter', false]
    ]
  )
  for (const { id } of meters) {
    const { items } = await ada.call(listReadings, { params: { meterId: id }, query: { limit: 100 } })
    assert.ok(items.length >= 23, String(items.length))
  }
  const { items: tasks } = await ada.call(listTasks, { params, query: { search: 'burner' } })
  const { items: done } = await ada.call(listTaskCompletions, { params: { taskId: tasks[0]?.id ?? '' }, query: {} })
  assert.ok(done.some(({ meterReading }) => meterReading?.unit === 'hour'))
})

test('the same seed tells the same story', async (t) => {
  const [first, second] = [await filled(t), await filled(t)]
  assert.deepEqual(await story(first.app), await story(second.app))
})
