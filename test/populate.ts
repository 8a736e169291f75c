import { completeTask } from '#contract/completions.ts'
import { beginUpload } from '#contract/files.ts'
import { addContractor } from '#contract/contractors.ts'
import { createGuestLink } from '#contract/guests.ts'
import { createResidence, createShareCode } from '#contract/residences.ts'
import { createTask } from '#contract/tasks.ts'
import type { Person, TestApp } from './harness.ts'
import { makeFile } from './make-file.ts'

/** A person with a home, tasks of both kinds, a completion and a share code, and the ids of them all. */
export async function populate(app: TestApp): Promise<{ person: Person; ids: string[] }> {
  const person = await app.person('Ada')
  const home = await person.call(createResidence, { body: { name: 'Home', timeZone: 'Europe/Berlin' } })
  const params = { residenceId: home.id }
  const once = await person.call(createTask, {
    params,
    body: { title: 'Fix the tap', schedule: { kind: 'once' }, checklist: [{ title: 'Buy a washer' }] }
  })
  const weekly = await person.call(createTask, {
    params,
    body: { title: 'Water the plants', schedule: { kind: 'every', every: 1, unit: 'week', basis: 'due' } }
  })
  const { completion } = await person.call(completeTask, {
    params: { taskId: weekly.id },
    body: { kind: 'done', dueOn: weekly.dueOn }
  })
  const { shareCode } = await person.call(createShareCode, { params, body: { role: 'member' } })
  const contractor = await person.call(addContractor, { params, body: { name: 'Mario Rossi' } })
  const guest = await person.call(createGuestLink, {
    params: { taskId: once.id },
    body: { address: 'none', showsPhotos: false }
  })
  const file = await makeFile(app, person, home.id)
  const { id: uploadId } = await person.call(beginUpload, { params, body: { size: 40 } })
  const items = once.checklist.map(({ id }) => id)
  return {
    person,
    ids: [
      home.id,
      once.id,
      weekly.id,
      completion.id,
      shareCode.id,
      person.userId,
      file.id,
      uploadId,
      contractor.id,
      guest.link.id,
      ...items
    ]
  }
}
