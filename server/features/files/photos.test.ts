import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import * as api from '#contract/completions.ts'
import { deleteFile, getFile, setResidencePhoto } from '#contract/files.ts'
import { getResidence, removeMember } from '#contract/residences.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeFile } from '#test/make-file.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { makeTask } from '#test/make-task.ts'
import { pdf } from '#test/picture.ts'
import { addFile } from '#test/upload.ts'

const app = await testApp({ after })

async function household() {
  const all = await makeHousehold(app)
  const task = await makeTask(all.owner, all.residence.id, {})
  const add = async (person: Person) => (await makeFile(app, person, all.residence.id)).id
  const complete = (photoIds: string[]) => ({
    params: { taskId: task.id },
    body: { kind: 'done', dueOn: task.dueOn, photoIds } as const
  })
  return { ...all, task, add, complete }
}

async function opens(person: Person, fileId: string): Promise<number> {
  return (await person.send(getFile, { params: { fileId }, query: {} })).statusCode
}

test('a completion carries its photos in their order, and every member sees them in the history', async () => {
  const { member, viewer, residence, task, add, complete } = await household()
  const photoIds = [await add(member), await add(member)].toReversed()
  const { completion } = await member.call(api.completeTask, complete(photoIds))
  const photos = photoIds.map((fileId) => ({ fileId, width: 4, height: 3 }))
  assert.deepEqual(completion.photos, photos)
  const { items } = await viewer.call(api.listCompletions, { params: { residenceId: residence.id }, query: {} })
  assert.deepEqual(items[0]?.photos, photos)
  const { items: ofTask } = await viewer.call(api.listTaskCompletions, { params: { taskId: task.id }, query: {} })
  assert.deepEqual(ofTask[0]?.photos, photos)
  assert.deepEqual([await opens(viewer, photoIds[0] ?? ''), await opens(viewer, photoIds[1] ?? '')], [200, 200])
})

test('what is no picture of the home, somebody else’s, or named twice is no photo, and nothing is completed', async () => {
  const { member, owner, residence, add, complete } = await household()
  const other = await household()
  const own = await add(member)
  const paper = (await addFile(member, residence.id, pdf())).id
  const refused = [
    [paper],
    [await add(owner)],
    [await other.add(other.member)],
    [own, own.toUpperCase()],
    [crypto.randomUUID()]
  ]
  for (const photoIds of refused)
    assert.equal((await member.problem(api.completeTask, complete(photoIds))).code, 'photo_not_usable')
  const tooMany = Array.from({ length: api.photoLimit + 1 }, () => crypto.randomUUID())
  assert.equal((await member.problem(api.completeTask, complete(tooMany))).code, 'invalid_input')
  const { items } = await member.call(api.listCompletions, { params: { residenceId: residence.id }, query: {} })
  assert.deepEqual(items, [])
})

test('photos are added, ordered and taken away later; what nothing shows any more is deleted, what others added may stay', async () => {
  const { member, owner, add, complete } = await household()
  const [first, second] = [await add(member), await add(member)]
  const { completion } = await member.call(api.completeTask, complete([first, second]))
  const mine = await add(owner)
  const set = (photoIds: string[]) => ({ params: { completionId: completion.id }, body: { photoIds } })
  const { photos } = await owner.call(api.setCompletionPhotos, set([mine, second]))
  assert.deepEqual(
    photos.map(({ fileId }) => fileId),
    [mine, second]
  )
  assert.deepEqual(
    [await opens(member, first), await opens(member, second), await opens(member, mine)],
    [404, 200, 200]
  )
  assert.equal((await member.problem(api.setCompletionPhotos, set([first]))).code, 'photo_not_usable')
  await owner.call(deleteFile, { params: { fileId: second } })
  await member.call(api.undoCompletion, { params: { completionId: completion.id } })
  assert.equal((await owner.problem(api.setCompletionPhotos, set([]))).code, 'completion_not_found')
})

test('two who did the same keep it in one: words and photos are added, nothing is taken away, and no more than fits', async () => {
  const { member, owner, viewer, add, complete } = await household()
  const first = await add(member)
  const { completion } = await member.call(api.completeTask, complete([first]))
  const mine = await add(owner)
  const addition = (body: { notes?: string; photoIds?: string[] }) => ({
    params: { completionId: completion.id },
    body
  })
  const { notes, photos } = await owner.call(
    api.addToCompletion,
    addition({ notes: 'And the filter', photoIds: [mine] })
  )
  assert.equal(notes, 'And the filter')
  assert.deepEqual(
    photos.map(({ fileId }) => fileId),
    [first, mine]
  )
  assert.equal((await owner.call(api.addToCompletion, addition({ notes: 'Twice' }))).notes, 'And the filter\n\nTwice')
  assert.equal(
    (await owner.problem(api.addToCompletion, addition({ notes: 'a'.repeat(9_990) }))).code,
    'completion_full'
  )
  assert.equal((await viewer.problem(api.addToCompletion, addition({ notes: 'Me too' }))).code, 'not_allowed')
  assert.equal((await owner.problem(api.addToCompletion, addition({ photoIds: [first] }))).code, 'photo_not_usable')
})

test('a home has a picture that managers choose and every member sees; the one before is deleted', async () => {
  const { manager, member, viewer, residence, add } = await household()
  const params = { residenceId: residence.id }
  const [first, second] = [await add(manager), await add(manager)]
  for (const photoId of [first, second]) await manager.call(setResidencePhoto, { params, body: { photoId } })
  assert.equal((await viewer.call(getResidence, { params })).photoId, second)
  assert.deepEqual([await opens(viewer, first), await opens(viewer, second)], [404, 200])
  assert.equal((await member.problem(setResidencePhoto, { params, body: { photoId: null } })).code, 'not_allowed')
  await manager.call(setResidencePhoto, { params, body: { photoId: null } })
  assert.equal((await viewer.call(getResidence, { params })).photoId, null)
})

test('who left the home keeps nothing of what others added', async () => {
  const { owner, member, residence, add, complete } = await household()
  const fileId = await add(owner)
  await owner.call(api.completeTask, complete([fileId]))
  assert.equal(await opens(member, fileId), 200)
  await owner.call(removeMember, { params: { residenceId: residence.id, userId: member.userId } })
  assert.equal(await opens(member, fileId), 404)
})
