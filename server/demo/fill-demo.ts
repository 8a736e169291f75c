import type { Asset } from '#contract/assets.ts'
import type { NewResidence } from '#contract/residences.ts'
import type { NewTask, Task } from '#contract/tasks.ts'
import { addContractor } from '#server/features/contractors/add-contractor.ts'
import type { Passwords } from '#server/features/accounts/passwords.ts'
import { createArea } from '#server/features/assets/change-area.ts'
import { createAsset } from '#server/features/assets/change-asset.ts'
import { createDocument } from '#server/features/documents/create-document.ts'
import type { FileServices } from '#server/features/files/services.ts'
import { setResidencePhoto } from '#server/features/files/set-residence-photo.ts'
import { createResidence } from '#server/features/residences/create-residence.ts'
import { createShareCode } from '#server/features/residences/create-share-code.ts'
import { joinResidence } from '#server/features/residences/join-residence.ts'
import { cancelTask } from '#server/features/tasks/cancel-task.ts'
import { completeTask } from '#server/features/tasks/complete-task.ts'
import { createTask } from '#server/features/tasks/create-tasks.ts'
import { startTask } from '#server/features/tasks/start-task.ts'
import { tickChecklistItem } from '#server/features/tasks/tick-checklist-item.ts'
import type { Anonymous, Ctx, User } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { makeContext, type Ground } from '#server/platform/make-context.ts'
import { Secret } from '#server/platform/secret.ts'
import { demoContractors, type DemoTrade } from './demo-contractors.ts'
import { addFile, type DemoFile } from './demo-files.ts'
import { letGuestDo } from './demo-guest.ts'
import { housePapers } from './demo-papers.ts'
import { houseRooms, houseThings, type DemoThing } from './demo-things.ts'
import { readMeters } from './read-meters.ts'
import { forgetNotices, hasPeople, insertPeople, type DemoPerson } from './demo-queries.ts'
import { cabinTasks, houseTasks, openThings, type DemoTask } from './demo-tasks.ts'
import { seededRandom } from './seeded-random.ts'

export const demoPassword = 'a lived-in household'
export const demoEmails = ['ada@example.org', 'ben@example.org'] as const
const timeZone = 'Europe/Berlin'
const seed = 20_260_101
const storyDays = 730

/** Everything that happens in the story goes through these: the product's own verbs, at the day the story has reached. */
type Story = {
  readonly ada: DemoPerson
  readonly ben: DemoPerson
  readonly random: () => number
  /** The pictures on Ada’s phone that she has added to the house, by name. */
  readonly photos: Map<DemoFile, string>
  readonly files: FileServices
  day: Temporal.PlainDate
  readonly as: (person: DemoPerson) => Ctx<User>
  /** Whoever has the secret of a guest's link. */
  readonly guestWith: (secret: string) => Ctx<Anonymous>
}
type Running = { readonly demo: DemoTask; task: Task; due: Temporal.PlainDate }

export type DemoServices = FileServices & { readonly passwords: Passwords; readonly keyring: Keyring }

/**
 * Fills an empty database with two residences that two people have kept for two years, the same each time but for the
 * dates, which end today. Returns false, and changes nothing, where there are people already.
 */
export async function fillDemo(ground: Ground, services: DemoServices): Promise<boolean> {
  if (await hasPeople(ground.db)) return false
  const today = ground.now().toZonedDateTimeISO(timeZone).toPlainDate()
  const story = beginStory(ground, services, today.subtract({ days: storyDays }))
  const profile = {
    passwordHash: await services.passwords.hash(demoPassword),
    timeZone,
    createdAt: noon(story.day).toString()
  }
  await insertPeople(ground.db, [story.ada, story.ben], profile)

  const house = await makeHome(story, services.keyring, {
    name: 'Birch Street 12',
    city: 'Berlin',
    postalCode: '10115',
    propertyType: 'house',
    profile: {
      heating: 'boiler',
      waterHeater: 'tank_gas',
      roof: 'tile',
      exterior: 'plaster',
      flooring: ['hardwood', 'tile'],
      landscaping: ['lawn', 'hedge', 'patio'],
      fireplace: true,
      basement: true,
      pool: false
    }
  })
  const cabin = await makeHome(story, services.keyring, {
    name: 'Cabin by the lake',
    city: 'Templin',
    postalCode: '17268',
    propertyType: 'holiday_home'
  })
  await setResidencePhoto(story.as(story.ada), house, await photo(story, house, 'home.jpg'))
  const things = await furnish(story, house, today)
  const running = [...(await plan(story, house, houseTasks, things)), ...(await plan(story, cabin, cabinTasks))]
  for (; Temporal.PlainDate.compare(story.day, today) < 0; story.day = story.day.add({ days: 1 }))
    await live(story, running)
  await readMeters({
    residenceId: house,
    from: today.subtract({ days: storyDays }),
    to: today.subtract({ days: 1 }),
    on: (day) => asOf(story, day),
    things
  })
  await keepPapers(story, house, { things, running })
  await repair(story, services.keyring, running)
  await leaveThingsOpen(story, house)
  await forgetNotices(ground.db)
  return true
}

function beginStory(ground: Ground, files: FileServices, day: Temporal.PlainDate): Story {
  const random = seededRandom(seed)
  const [adasEmail, bensEmail] = demoEmails
  const story: Story = {
    ada: { id: newId(), email: adasEmail, name: 'Ada' },
    ben: { id: newId(), email: bensEmail, name: 'Ben' },
    random,
    photos: new Map(),
    files,
    day,
    as: (person) => {
      const moment = noon(story.day)
      const actor: User = {
        kind: 'user',
        userId: person.id,
        sessionId: person.id,
        verified: true,
        authenticatedAt: moment
      }
      return makeContext({ ...ground, random, now: () => moment }, actor, {
        requestId: 'demo',
        ip: undefined,
        userAgent: ''
      })
    },
    guestWith: (secret) => {
      const origin = { requestId: 'demo', ip: undefined, userAgent: '', token: new Secret(secret) }
      return makeContext({ ...ground, random, now: () => noon(story.day) }, { kind: 'anonymous' }, origin)
    }
  }
  return story
}

/** Ada, on a day that the story has passed. */
function asOf(story: Story, day: Temporal.PlainDate): Ctx<User> {
  const { ada, as } = story
  const moment = noon(day)
  return { ...as(ada), now: () => moment }
}

function noon(day: Temporal.PlainDate): Temporal.Instant {
  return day.toZonedDateTime({ timeZone, plainTime: '12:00' }).toInstant()
}

type Place = Pick<NewResidence, 'name' | 'city' | 'postalCode' | 'propertyType' | 'profile'>

/** Ada sets the home up and Ben joins with a code, as anybody would. */
async function makeHome({ as, ada, ben }: Story, keyring: Keyring, place: Place): Promise<string> {
  const { residence } = await createResidence(as(ada), { ...place, timeZone, country: 'DE' })
  const params = { residenceId: residence.id }
  const { code } = await createShareCode(as(ada), keyring, { params, body: { role: 'manager' } })
  await joinResidence(as(ben), keyring, code)
  return residence.id
}

type Things = ReadonlyMap<string, Pick<Asset, 'id' | 'areaId'>>

/** The rooms, and what stands in them. */
async function furnish({ as, ada }: Story, residenceId: string, today: Temporal.PlainDate): Promise<Things> {
  const rooms = new Map<string, string>()
  for (const name of houseRooms) {
    const { area } = await createArea(as(ada), residenceId, { name })
    rooms.set(name, area.id)
  }
  const things = new Map<string, Asset>()
  for (const [key, { room, installedYearsAgo, ...thing }] of Object.entries<DemoThing>(houseThings)) {
    const installedOn = today.subtract({ years: installedYearsAgo, months: 1 }).toString()
    const details = { ...thing, areaId: rooms.get(room) ?? null, installedOn }
    const { asset } = await createAsset(as(ada), residenceId, details)
    things.set(key, asset)
  }
  return things
}

async function plan(
  story: Story,
  residenceId: string,
  tasks: readonly DemoTask[],
  things: Things = new Map()
): Promise<Running[]> {
  const running: Running[] = []
  const contractors = await addContractors(story, residenceId, tasks)
  for (const demo of tasks) {
    const startOn = story.day.add({ days: demo.startsAfter ?? 0 }).toString()
    const { id: assetId = null, areaId = null } = things.get(demo.thing ?? '') ?? {}
    const contractorId = (demo.trade && contractors.get(demo.trade)) ?? null
    const named = { ...newTask(story, demo), startOn, assetId, areaId, contractorId }
    const { task } = await createTask(story.as(story.ada), residenceId, named)
    running.push({ demo, task, due: dueDay(story, task) })
  }
  return running
}

/** Those whom the tasks need. */
async function addContractors({ as, ada }: Story, residenceId: string, tasks: readonly DemoTask[]) {
  const ids = new Map<DemoTrade, string>()
  for (const trade of new Set(tasks.flatMap((task) => task.trade ?? []))) {
    const { contractor } = await addContractor(as(ada), residenceId, demoContractors[trade])
    ids.set(trade, contractor.id)
  }
  return ids
}

function newTask({ ada, ben }: Story, demo: DemoTask): NewTask {
  const {
    title,
    category,
    schedule,
    priority = 'medium',
    notes = null,
    minutes = null,
    costMinor,
    checklist = []
  } = demo
  const memberIds = {
    in_turn: [ada.id, ben.id],
    least_done: [ada.id, ben.id],
    ada: [ada.id],
    ben: [ben.id],
    anyone: []
  }[demo.whose ?? 'anyone']
  const rotation = demo.whose === 'in_turn' ? 'round_robin' : demo.whose === 'least_done' ? 'least_done' : 'fixed'
  return {
    title,
    category,
    schedule,
    priority,
    notes,
    estimatedMinutes: minutes,
    estimatedCost: costMinor === undefined ? null : { minor: costMinor, currency: 'EUR' },
    assignment: { rotation, memberIds, currentId: memberIds[0] ?? null },
    checklist: checklist.map((item) => ({ title: item }))
  }
}

/** People are mostly on time, sometimes a few days late. */
function dueDay({ random, day }: Story, task: Task): Temporal.PlainDate {
  const due = task.dueOn === null ? day.add({ years: 100 }) : Temporal.PlainDate.from(task.dueOn)
  const late = random() < 0.7 ? 0 : Math.floor(random() * 5)
  return due.add({ days: late })
}

/** One day: what is due gets done, once in a while inspected or skipped instead. */
async function live(story: Story, running: readonly Running[]): Promise<void> {
  for (const entry of running) {
    if (Temporal.PlainDate.compare(entry.due, story.day) > 0) continue
    const doer = doerOf(story, entry.task)
    const done = completion(story, entry)
    const pictured = done.kind === 'done' && doer === story.ada && entry.demo.photo
    const photoIds = pictured ? [await photo(story, entry.task.residenceId, pictured)] : []
    const { task } = await completeTask(story.as(doer), entry.task.id, { ...done, photoIds })
    entry.task = task
    entry.due = dueDay(story, task)
  }
}

async function photo(story: Story, residenceId: string, name: DemoFile): Promise<string> {
  const { photos, files, as, ada } = story
  const id = photos.get(name) ?? (await addFile(as(ada), files, residenceId, name))
  photos.set(name, id)
  return id
}

type Kept = { readonly things: Things; readonly running: readonly Running[] }

/** Each linked to what it is about and who it is from. */
async function keepPapers(
  { as, ada, files, day }: Story,
  residenceId: string,
  { things, running }: Kept
): Promise<void> {
  for (const { file, thing, trade, ...paper } of housePapers(day)) {
    const assetId = things.get(thing ?? '')?.id ?? null
    const contractorId = running.find(({ demo }) => demo.trade === trade)?.task.contractorId ?? null
    const fileIds = [await addFile(as(ada), files, residenceId, file)]
    await createDocument(as(ada), residenceId, { ...paper, assetId, contractorId, fileIds })
  }
}

/** Whoever looks after the boiler mends it, by a link. */
async function repair(story: Story, keyring: Keyring, running: readonly Running[]): Promise<void> {
  const { as, ada, files, guestWith, day } = story
  const { repaired } = openThings
  const known = running.find(({ demo }) => demo.thing === repaired.thing && demo.trade === repaired.trade)?.task
  if (!known) return
  const { residenceId, assetId, areaId, contractorId } = known
  const named = { ...newTask(story, repaired), startOn: day.toString(), assetId, areaId, contractorId }
  const { task } = await createTask(as(ada), residenceId, named)
  await letGuestDo({ files, keyring, host: as(ada), guestWith }, task)
}

function doerOf({ ada, ben, random }: Story, { assignment }: Task): DemoPerson {
  if (assignment.currentId === null) return random() < 0.5 ? ada : ben
  return assignment.currentId === ada.id ? ada : ben
}

function completion({ random, day }: Story, { demo, task }: Running) {
  const chance = random()
  if (chance < 0.02) return { kind: 'skipped' as const, dueOn: task.dueOn, notes: 'We were away' }
  if (chance < 0.04)
    return {
      kind: 'inspected' as const,
      dueOn: task.dueOn,
      nextOn: day.add({ days: 7 }).toString(),
      notes: 'Still fine'
    }
  const vary = (value: number) => Math.max(1, Math.round(value * (0.8 + random() * 0.5)))
  const remark = demo.remarks?.[Math.floor(random() * demo.remarks.length * 3)] ?? null
  return {
    kind: 'done' as const,
    dueOn: task.dueOn,
    minutes: demo.minutes === undefined ? null : vary(demo.minutes),
    cost: demo.costMinor === undefined ? null : { minor: vary(demo.costMinor), currency: 'EUR' },
    notes: remark,
    ...(task.contractorId !== null && { contractorId: task.contractorId, rating: random() < 0.7 ? 5 : 4 })
  }
}

/** Today finds something late, something begun, something soon, something done and something given up. */
async function leaveThingsOpen(story: Story, residenceId: string): Promise<void> {
  const { ada, ben, as, day } = story
  const add = async (demo: DemoTask, startOn: Temporal.PlainDate | null) =>
    (await createTask(as(ada), residenceId, { ...newTask(story, demo), startOn: startOn?.toString() ?? null })).task
  await add(openThings.late, day.subtract({ days: 3 }))
  await add(openThings.soon, day.add({ days: 4 }))
  await add(openThings.someday, null)
  const begun = await add(openThings.begun, day.add({ days: 9 }))
  await startTask(as(ada), begun.id)
  for (const { id } of begun.checklist.slice(0, 2))
    await tickChecklistItem(as(ada), { taskId: begun.id, itemId: id }, true)
  const done = await add(openThings.done, day)
  await completeTask(as(ben), done.id, {
    kind: 'done',
    dueOn: done.dueOn,
    minutes: 55,
    cost: { minor: 7999, currency: 'EUR' }
  })
  const dropped = await add(openThings.dropped, null)
  await cancelTask(as(ada), dropped.id)
}
