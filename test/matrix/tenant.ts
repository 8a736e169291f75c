import { createArea, createAsset } from '#contract/assets.ts'
import { completeTask } from '#contract/completions.ts'
import { createDocument } from '#contract/documents.ts'
import { addContractor } from '#contract/contractors.ts'
import { createGuestLink, finishGuestJob } from '#contract/guests.ts'
import { createResidence, createShareCode, removeMember } from '#contract/residences.ts'
import { offerHandover } from '#contract/handovers.ts'
import type { Role } from '#contract/roles.ts'
import { addReading, createMeter } from '#contract/meters.ts'
import { createTask } from '#contract/tasks.ts'
import type { Person, TestApp } from '../harness.ts'
import { makeFile } from '../make-file.ts'
import { makeProofPack } from '../make-proof-pack.ts'
import { addMember } from '../make-residence.ts'

const roles = {
  owner: 'owner',
  manager: 'manager',
  member: 'member',
  viewer: 'viewer',
  /** An owner whose address is not proved. */
  unverified: 'owner',
  /** An owner who showed long ago who they are. */
  stale: 'owner',
  /** A viewer to whom things are done. */
  target: 'viewer'
} as const satisfies Record<string, Role>
type Name = keyof typeof roles | 'stranger' | 'exMember'

/** A home, the people around it, and the id that each parameter of the API would name of it. */
export type Tenant = {
  readonly people: Readonly<Record<Name, Person>>
  readonly ids: Readonly<Record<string, string>>
  /** A code by which one more may join. */
  readonly shareCode: string
  /** A code by which somebody else may take it over. */
  readonly handoverCode: string
}

/** `word` stands in every text of the home and in every name. */
export async function makeTenant(app: TestApp, word = 'Linden'): Promise<Tenant> {
  const people = await makePeople(app, word)
  const { owner } = people
  const home = await owner.call(createResidence, {
    body: { name: `${word} home`, timeZone: 'UTC', street: `${word} street`, city: `${word} city` }
  })
  for (const [name, role] of Object.entries(roles)) {
    const person = people[name as keyof typeof roles] // its keys
    if (name !== 'owner') await addMember(app, home, person, role)
  }
  const params = { residenceId: home.id }
  await addMember(app, home, people.exMember, 'owner')
  await owner.call(removeMember, { params: { ...params, userId: people.exMember.userId } })
  const area = await owner.call(createArea, { params, body: { name: `${word} kitchen` } })
  const asset = await owner.call(createAsset, { params, body: { name: `${word} dishwasher`, areaId: area.id } })
  const meter = await owner.call(createMeter, { params, body: { name: `${word} clock`, unit: 'hour' } })
  const reading = await owner.call(addReading, { params: { meterId: meter.id }, body: { value: 5 } })
  const task = await owner.call(createTask, {
    params,
    body: {
      title: `${word} task`,
      notes: `${word} notes`,
      assetId: asset.id,
      areaId: area.id,
      schedule: { kind: 'once' },
      checklist: [{ title: `${word} item` }]
    }
  })
  const weekly = await owner.call(createTask, {
    params,
    body: { title: `${word} weekly`, schedule: { kind: 'every', every: 1, unit: 'week', basis: 'due' } }
  })
  const { completion } = await owner.call(completeTask, {
    params: { taskId: weekly.id },
    body: { kind: 'done', dueOn: weekly.dueOn, notes: `${word} done` }
  })
  const { code, shareCode } = await owner.call(createShareCode, { params, body: { role: 'member' } })
  const contractor = await owner.call(addContractor, { params, body: { name: `${word} plumber` } })
  const guestLinkId = await makeWaitingWork(app, owner, task.id)
  for (const name of ['owner', 'manager', 'member', 'viewer'] as const) await makeProofPack(app, people[name], home.id)
  const keep = { history: true, notes: true, costs: true, photos: true, papers: true }
  const { code: handoverCode } = await owner.call(offerHandover, { params, body: { keep } })
  const file = await makeFile(app, owner, home.id)
  const paper = await owner.call(createDocument, {
    params,
    body: { title: `${word} paper`, details: { kind: 'permit', authority: `${word} office` } }
  })
  const ids = {
    residenceId: home.id,
    areaId: area.id,
    assetId: asset.id,
    meterId: meter.id,
    readingId: reading.id,
    taskId: task.id,
    itemId: task.checklist[0]?.id ?? '',
    completionId: completion.id,
    shareCodeId: shareCode.id,
    userId: people.target.userId,
    fileId: file.id,
    documentId: paper.id,
    contractorId: contractor.id,
    guestLinkId
  }
  return { people, ids, handoverCode, shareCode: code }
}

/** A guest has said that the task is done. */
async function makeWaitingWork(app: TestApp, owner: Person, taskId: string): Promise<string> {
  const body = { address: 'none', showsPhotos: false } as const
  const { link, secret } = await owner.call(createGuestLink, { params: { taskId }, body })
  await app.caller(secret).call(finishGuestJob, { body: { photoIds: [] } })
  await app.runJobs()
  return link.id
}

async function makePeople(app: TestApp, word: string): Promise<Tenant['people']> {
  const names: Name[] = [...(Object.keys(roles) as (keyof typeof roles)[]), 'stranger', 'exMember'] // its keys
  const entries = await Promise.all(names.map(async (name) => [name, await app.person(`${word} ${name}`)] as const))
  const people = Object.fromEntries(entries) as Tenant['people'] // each name has its person
  await app.db
    .updateTable('users')
    .set({ email_verified_at: null })
    .where('id', '=', people.unverified.userId)
    .execute()
  await app.db
    .updateTable('sessions')
    .set({ authenticated_at: app.clock.now().subtract({ minutes: 11 }).toString() })
    .where('user_id', '=', people.stale.userId)
    .execute()
  return people
}
