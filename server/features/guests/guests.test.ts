import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { completeTask, listTaskCompletions, setCompletionPhotos, undoCompletion } from '#contract/completions.ts'
import { listDocuments } from '#contract/documents.ts'
import { addContractor, getContractor } from '#contract/contractors.ts'
import { beginUpload, getFile } from '#contract/files.ts'
import * as api from '#contract/guests.ts'
import { archiveResidence, changeRole, deleteResidence, removeMember, type Residence } from '#contract/residences.ts'
import { deleteTask, getTask, listTasks, updateTask } from '#contract/tasks.ts'
import { newId } from '#server/platform/ids.ts'
import { testApp, type Caller, type Person } from '#test/harness.ts'
import { makeFile } from '#test/make-file.ts'
import { addGuestFile, makeGuest } from '#test/make-guest.ts'
import { makeAsset } from '#test/make-asset.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { pdf, picture } from '#test/picture.ts'
import { race } from '#test/race.ts'

const app = await testApp({ after })

async function household() {
  const home = await makeHousehold(app, { street: 'Lane 1', postalCode: '10115', city: 'Berlin', country: 'DE' })
  const tap = await makeAsset(home.member, home.residence.id, { name: 'Tap' })
  const task = await makeTask(home.member, home.residence.id, {
    title: 'Fix the tap',
    assetId: tap.id,
    notes: 'The one upstairs',
    checklist: [{ title: 'Turn off the water' }],
    schedule: every(1, 'month')
  })
  return { ...home, task }
}

const photo = () => picture('jpeg')
const codesOf = async (calls: Promise<{ code: string }>[]) => (await Promise.all(calls)).map(({ code }) => code)

// ASVS 8.2.2, 14.2.6
test('a guest sees the one job, the address as far as the maker allows, and nothing else of the home', async () => {
  const { member, task } = await household()
  const seen = async (address: 'none' | 'town' | 'full') =>
    (await makeGuest(app, member, task.id, { address })).call(api.getGuestJob)
  const { checklist, ...job } = await seen('full')
  assert.deepEqual(job, {
    state: 'open',
    title: 'Fix the tap',
    notes: 'The one upstairs',
    dueOn: task.dueOn,
    address: ['Lane 1', '10115 Berlin'],
    photos: [],
    country: 'DE',
    expiresAt: '2026-03-17T12:00:00Z',
    word: null,
    work: { notes: null, photos: [], invoice: { file: null, cost: null } }
  })
  assert.deepEqual(
    checklist.map(({ title }) => title),
    ['Turn off the water']
  )
  assert.deepEqual((await seen('town')).address, ['Berlin'])
  assert.deepEqual((await seen('none')).address, [])
})

test('a guest adds a photo and an invoice and says done; a member is told, accepts, and the task is done with all of it', async () => {
  const { member, viewer, residence, task } = await household()
  const contractor = await member.call(addContractor, {
    params: { residenceId: residence.id },
    body: { name: 'Mario' }
  })
  const guest = await makeGuest(app, member, task.id, { contractorId: contractor.id })
  const shot = await addGuestFile(guest, await photo())
  const spare = await addGuestFile(guest, await photo())
  const invoice = await addGuestFile(guest, pdf(), 'invoice.pdf')
  const cost = { minor: 12_900, currency: 'EUR' }
  const before = app.mail.sent.length
  const body = { notes: 'New washer', photoIds: [shot.id], invoiceId: invoice.id, cost }
  const said = await guest.call(api.finishGuestJob, { body })
  assert.deepEqual(
    [said.state, said.work.photos.map(({ fileId }) => fileId), said.work.invoice],
    ['waiting', [shot.id], { file: { id: invoice.id, type: 'application/pdf' }, cost }]
  )
  await app.runJobs()
  assert.deepEqual(
    app.mail.sent.slice(before).map(({ subject }) => subject),
    ['A job is done and waits for you']
  )
  assert.equal((await member.problem(getFile, { params: { fileId: spare.id }, query: {} })).code, 'file_not_found')

  const waiting = await viewer.call(api.listWaitingWork)
  assert.deepEqual(
    waiting.items.map(({ id, taskTitle }) => [id, taskTitle]),
    [[guest.link.id, 'Fix the tap']]
  )
  const params = { guestLinkId: guest.link.id }
  assert.equal((await viewer.problem(api.acceptWork, { params, body: {} })).code, 'not_allowed')
  const { task: next, completion } = await member.call(api.acceptWork, { params, body: { rating: 5 } })
  assert.notEqual(next.dueOn, task.dueOn)
  assert.deepEqual(
    [completion.notes, completion.cost, completion.rating, completion.contractor?.name],
    ['New washer', cost, 5, 'Mario']
  )
  assert.deepEqual(
    completion.photos.map(({ fileId }) => fileId),
    [shot.id]
  )
  const { items: papers } = await viewer.call(listDocuments, { params: { residenceId: residence.id }, query: {} })
  assert.deepEqual(
    papers.map(({ id, title, details, assetId, contractorId, files }) => [
      id,
      title,
      details,
      assetId,
      contractorId,
      files.map(({ fileId }) => fileId)
    ]),
    [
      [
        completion.invoice?.documentId,
        'Fix the tap',
        { kind: 'invoice', issuer: 'Mario', amount: cost },
        task.assetId,
        contractor.id,
        [invoice.id]
      ]
    ]
  )
  const { items: history } = await viewer.call(listTaskCompletions, { params: { taskId: task.id }, query: {} })
  assert.deepEqual(history, [completion])
  assert.deepEqual(completion.invoice?.file, { id: invoice.id, type: 'application/pdf' })

  const { rating, jobsDone, costs } = await member.call(getContractor, { params: { contractorId: contractor.id } })
  assert.deepEqual([rating, jobsDone, costs], [5, 1, [cost]])
  app.clock.advance({ days: 40 })
  await sweep()
  const { items } = await member.call(api.listGuestLinks, { params: { taskId: task.id } })
  assert.equal(items[0]?.work.invoice.file?.id, invoice.id, 'what was accepted stays')
  await viewer.call(getFile, { params: { fileId: invoice.id }, query: {} })
  app.clock.set('2026-03-10T12:00:00Z')

  const events = await app.db
    .selectFrom('audit_events')
    .select(['event', 'actor_id', 'actor_kind'])
    .where('residence_id', '=', residence.id)
    .where('event', 'in', ['guest_link.created', 'file.added', 'guest_link.done', 'guest_link.accepted'])
    .orderBy('id')
    .execute()
  const byGuest = { actor_id: null, actor_kind: 'anonymous' }
  const byMember = { actor_id: member.userId, actor_kind: 'user' }
  assert.deepEqual(events, [
    { event: 'guest_link.created', ...byMember },
    ...Array.from({ length: 3 }, () => ({ event: 'file.added', ...byGuest })),
    { event: 'guest_link.done', ...byGuest },
    { event: 'guest_link.accepted', ...byMember }
  ])
})

async function sweep(): Promise<void> {
  for (const name of ['guests.sweep', 'files.sweep'])
    await app.db.insertInto('outbox').values({ name, payload: '{}' }).execute()
  await app.runJobs()
}

test('work is sent back with a word; the guest goes on and says done once more', async () => {
  const { member, task } = await household()
  const guest = await makeGuest(app, member, task.id, { days: 1 })
  const params = { guestLinkId: guest.link.id }
  const sendBack = (word: string) => member.send(api.sendBackWork, { params, body: { word } })
  assert.equal((await sendBack('Too early')).statusCode, 409)
  await guest.call(api.finishGuestJob, { body: { photoIds: [], notes: 'Done' } })
  assert.equal((await guest.problem(api.beginGuestUpload, { body: { size: 9 } })).code, 'guest_work_waiting')
  assert.equal((await sendBack('It still drips')).statusCode, 200)
  const job = await guest.call(api.getGuestJob)
  assert.deepEqual([job.state, job.word, job.work.notes], ['open', 'It still drips', 'Done'])
  assert.equal(job.expiresAt, '2026-03-13T12:00:00Z', 'there is time to do it')
  await guest.call(api.finishGuestJob, { body: { photoIds: [], notes: 'Now it is' } })
  const { completion } = await member.call(api.acceptWork, { params, body: {} })
  assert.equal(completion.notes, 'Now it is')
  await app.runJobs()
})

/** Every way in which a link stops working. */
const ends: Record<string, (home: Awaited<ReturnType<typeof household>> & { linkId: string }) => Promise<unknown>> = {
  expired: async () => app.clock.advance({ days: 7 }),
  revoked: ({ manager, linkId }) => manager.call(api.revokeGuestLink, { params: { guestLinkId: linkId } }),
  'its home deleted': ({ owner, residence }) => owner.call(deleteResidence, pathOf(residence)),
  'its home archived': ({ owner, residence }) => owner.call(archiveResidence, pathOf(residence)),
  'its task deleted': ({ owner, task }) => owner.call(deleteTask, { params: { taskId: task.id } }),
  'its maker gone': ({ owner, residence, member }) =>
    owner.call(removeMember, { params: { residenceId: residence.id, userId: member.userId } }),
  'its maker only a viewer': ({ owner, residence, member }) =>
    owner.call(changeRole, { params: { residenceId: residence.id, userId: member.userId }, body: { role: 'viewer' } })
}

function pathOf({ id }: Residence) {
  return { params: { residenceId: id } }
}

/** Every operation of a guest. */
function everyGuestCall(guest: Caller, ids: { uploadId: string; fileId: string }): Promise<{ code: string }>[] {
  const params = { uploadId: ids.uploadId }
  return [
    guest.problem(api.getGuestJob),
    guest.problem(api.getGuestFile, { params: { fileId: ids.fileId }, query: {} }),
    guest.problem(api.beginGuestUpload, { body: { size: 9 } }),
    guest.problem(api.getGuestUpload, { params }),
    guest.problem(api.sendGuestUploadPart, { params, query: { offset: 0 }, bytes: new Uint8Array(9) }),
    guest.problem(api.finishGuestUpload, { params }),
    guest.problem(api.finishGuestJob, { body: { photoIds: [] } })
  ]
}

for (const [how, end] of Object.entries(ends)) {
  // ASVS 7.2.1, 8.3.1
  test(`a link that is ${how} opens nothing, as if it had never been`, async () => {
    const home = await household()
    const guest = await makeGuest(app, home.member, home.task.id)
    const file = await addGuestFile(guest, await photo())
    const upload = await guest.call(api.beginGuestUpload, { body: { size: 40 } })
    const ids = { uploadId: upload.id, fileId: file.id }
    await end({ ...home, linkId: guest.link.id })
    const never = app.caller(`hdg_${'A'.repeat(43)}`)
    const expected = await codesOf(everyGuestCall(never, ids))
    assert.deepEqual(new Set(expected), new Set(['guest_link_not_accepted']))
    assert.deepEqual(await codesOf(everyGuestCall(guest, ids)), expected)
    await sweep()
    app.clock.set('2026-03-10T12:00:00Z')
  })
}

// ASVS 8.2.2, 8.4.1
test('nobody gets from one link to another, nor from a session to a link or the other way', async () => {
  const { member, residence, task } = await household()
  const other = await makeTask(member, residence.id, { title: 'Another' })
  const [guest, stranger] = [await makeGuest(app, member, task.id), await makeGuest(app, member, other.id)]
  const theirs = await addGuestFile(stranger, await photo())
  const ofHome = await makeFile(app, member, residence.id)
  const upload = await stranger.call(api.beginGuestUpload, { body: { size: 40 } })
  const params = { uploadId: upload.id }
  const refused = await codesOf([
    guest.problem(api.getGuestFile, { params: { fileId: theirs.id }, query: {} }),
    guest.problem(api.getGuestFile, { params: { fileId: ofHome.id }, query: {} }),
    guest.problem(api.getGuestFile, { params: { fileId: newId() }, query: {} }),
    guest.problem(api.getGuestUpload, { params }),
    guest.problem(api.finishGuestUpload, { params }),
    guest.problem(api.finishGuestJob, { body: { photoIds: [theirs.id] } }),
    guest.problem(api.finishGuestJob, { body: { photoIds: [ofHome.id] } }),
    guest.problem(api.finishGuestJob, { body: { photoIds: [], invoiceId: theirs.id } })
  ])
  const nowhere = Array.from({ length: 3 }, () => 'file_not_found')
  const uploads = Array.from({ length: 2 }, () => 'upload_not_found')
  assert.deepEqual(refused, [...nowhere, ...uploads, 'photo_not_usable', 'photo_not_usable', 'file_not_found'])

  const withSession = await codesOf(everyGuestCall(member, { uploadId: upload.id, fileId: theirs.id }))
  assert.deepEqual(new Set(withSession), new Set(['guest_link_not_accepted']))
  const withLink = await codesOf([
    guest.problem(getTask, { params: { taskId: task.id } }),
    guest.problem(listTasks, { params: { residenceId: residence.id }, query: {} }),
    guest.problem(beginUpload, { params: { residenceId: residence.id }, body: { size: 9 } })
  ])
  assert.deepEqual(new Set(withLink), new Set(['not_signed_in']))
})

test('photos of what was done before are shown only when the maker says so', async () => {
  const { member, residence, task } = await household()
  const file = await makeFile(app, member, residence.id)
  const { completion } = await member.call(completeTask, {
    params: { taskId: task.id },
    body: { kind: 'done', dueOn: task.dueOn, photoIds: [file.id] }
  })
  const without = await makeGuest(app, member, task.id)
  const shown = await makeGuest(app, member, task.id, { showsPhotos: true })
  const input = { params: { fileId: file.id }, query: {} }
  assert.equal((await without.problem(api.getGuestFile, input)).code, 'file_not_found')
  assert.deepEqual((await shown.call(api.getGuestJob)).photos, [{ fileId: file.id, width: 4, height: 3 }])
  await shown.call(api.getGuestFile, input)
  await member.call(setCompletionPhotos, { params: { completionId: completion.id }, body: { photoIds: [] } })
  assert.equal((await shown.problem(api.getGuestFile, input)).code, 'file_not_found')
})

test('of many who say done, and of many who accept, exactly one does', async () => {
  const { member, manager, task } = await household()
  const guest = await makeGuest(app, member, task.id)
  const invoice = await addGuestFile(guest, pdf())
  const body = { photoIds: [], invoiceId: invoice.id }
  const done = await race(8, () => guest.send(api.finishGuestJob, { body }))
  assert.deepEqual(statusesOf(done), [200, ...Array.from({ length: 7 }, () => 409)])
  const input = { params: { guestLinkId: guest.link.id }, body: {} }
  const accepted = await race(8, (index) => (index % 2 === 0 ? member : manager).send(api.acceptWork, input))
  assert.deepEqual(statusesOf(accepted), [201, ...Array.from({ length: 7 }, () => 409)])
  const { items } = await member.call(listTaskCompletions, { params: { taskId: task.id }, query: {} })
  assert.equal(items.length, 1)
  const params = { residenceId: task.residenceId }
  const papers = async () => (await member.call(listDocuments, { params, query: {} })).items
  assert.deepEqual(
    (await papers()).map(({ id }) => id),
    [items[0]?.invoice?.documentId],
    'one paper'
  )
  await member.call(undoCompletion, { params: { completionId: items[0]?.id ?? '' } })
  assert.equal((await papers()).length, 1, 'the invoice was written all the same')
  await app.runJobs()
})

test('work without an invoice leaves no paper, and who the task is for did it when the link names nobody', async () => {
  const { member, residence, task } = await household()
  const params = { residenceId: residence.id }
  const { id: contractorId } = await member.call(addContractor, { params, body: { name: 'Mario' } })
  await member.call(updateTask, { params: { taskId: task.id }, body: { contractorId } })
  const guest = await makeGuest(app, member, task.id)
  await guest.call(api.finishGuestJob, { body: { photoIds: [], cost: { minor: 100, currency: 'EUR' } } })
  const { completion } = await member.call(api.acceptWork, { params: { guestLinkId: guest.link.id }, body: {} })
  assert.deepEqual([completion.invoice, completion.contractor?.name], [null, 'Mario'])
  assert.deepEqual((await member.call(listDocuments, { params, query: {} })).items, [])
})

function statusesOf(results: PromiseSettledResult<{ statusCode: number }>[]): number[] {
  return results
    .map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
    .toSorted((one, other) => one - other)
}

test('so many files come through a link and no more, of many at once too; all rules of files hold', async () => {
  const { member, task } = await household()
  const guest = await makeGuest(app, member, task.id)
  const began = await race(api.guestLimits.files + 4, () => guest.send(api.beginGuestUpload, { body: { size: 40 } }))
  const allowed = statusesOf(began).filter((status) => status === 201)
  assert.equal(allowed.length, api.guestLimits.files)
  assert.equal((await guest.problem(api.beginGuestUpload, { body: { size: 9 } })).code, 'guest_files_full')

  const fresh = await makeGuest(app, member, task.id)
  assert.equal((await fresh.problem(api.beginGuestUpload, { body: { size: 0 } })).code, 'file_empty')
  assert.equal((await fresh.problem(api.beginGuestUpload, { body: { size: 26 * 1024 * 1024 } })).code, 'file_too_large')
  const { id } = await fresh.call(api.beginGuestUpload, { body: { size: 40 } })
  const part = { params: { uploadId: id }, query: { offset: 0 }, bytes: new Uint8Array(Buffer.alloc(40, '<html>')) }
  assert.equal((await fresh.problem(api.sendGuestUploadPart, part)).code, 'file_type_refused')
})

test('what is never accepted is swept: with a link that ends, and when nobody looks at it', async () => {
  const { member, task } = await household()
  const [idle, waiting] = [await makeGuest(app, member, task.id), await makeGuest(app, member, task.id)]
  const [left, sent] = [await addGuestFile(idle, await photo()), await addGuestFile(waiting, await photo())]
  await waiting.call(api.finishGuestJob, { body: { photoIds: [sent.id] } })
  const isThere = async (fileId: string) =>
    (await member.send(getFile, { params: { fileId }, query: {} })).statusCode === 200
  app.clock.advance({ days: 6 })
  await sweep()
  assert.deepEqual([await isThere(left.id), await isThere(sent.id)], [true, true])
  app.clock.advance({ days: 2 })
  await sweep()
  assert.deepEqual([await isThere(left.id), await isThere(sent.id)], [false, true])
  app.clock.advance({ days: 30 })
  await sweep()
  assert.equal(await isThere(sent.id), false)
  app.clock.set('2026-03-10T12:00:00Z')

  const revoked = await makeGuest(app, member, task.id)
  const file = await addGuestFile(revoked, await photo())
  await member.call(api.revokeGuestLink, { params: { guestLinkId: revoked.link.id } })
  assert.equal(await isThere(file.id), false)
  await app.runJobs()
})

test('who may not invite makes no link, and of another home none is seen', async () => {
  const { viewer, member, task } = await household()
  const stranger = await app.person('Sid')
  await makeResidence(stranger)
  const body = { address: 'full', showsPhotos: true } as const
  const asked = (person: Person) => person.problem(api.createGuestLink, { params: { taskId: task.id }, body })
  assert.deepEqual(await codesOf([asked(viewer), asked(stranger)]), ['not_allowed', 'task_not_found'])
  const guest = await makeGuest(app, member, task.id)
  const params = { guestLinkId: guest.link.id }
  assert.equal((await stranger.problem(api.revokeGuestLink, { params })).code, 'guest_link_not_found')
  const stored = await app.db.selectFrom('guest_links').selectAll().where('id', '=', guest.link.id).execute()
  assert.ok(!JSON.stringify(stored).includes(guest.secret), 'the secret is kept nowhere')
})
