import assert from 'node:assert/strict'
import { test } from 'node:test'
import { archiveAsset } from '#contract/assets.ts'
import { dismissSuggestion } from '#contract/catalogue.ts'
import { completeTask } from '#contract/completions.ts'
import { addReading, createMeter } from '#contract/meters.ts'
import { registerPushDevice } from '#contract/devices.ts'
import * as api from '#contract/privacy.ts'
import { newId } from '#server/platform/ids.ts'
import { localFolder } from '#server/gateways/files/local-folder.ts'
import type { FileStorage } from '#server/gateways/files/file-storage.ts'
import { temporaryFolder } from '#test/embedded.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import { makeFile } from '#test/make-file.ts'
import { makeArea, makeAsset } from '#test/make-asset.ts'
import { addMember, makeResidence } from '#test/make-residence.ts'
import { makeTask } from '#test/make-task.ts'
import { race } from '#test/race.ts'
import { download, exported } from './testing-export.ts'

/** A folder with something that happens before each reading. */
function watchedFolder(path: string): FileStorage & { beforeRead(act: () => Promise<unknown>): void } {
  const folder = localFolder(path)
  let before: () => Promise<unknown> = async () => {}
  return {
    ...folder,
    isDown: false,
    async read(key) {
      await before()
      return folder.read(key)
    },
    beforeRead(act) {
      before = act
    }
  }
}

const ofAccount = ['sessions', 'identities', 'passkeys', 'phones', 'calendar-feeds', 'events'].flatMap((name) => [
  `account/${name}.json`,
  `account/${name}.csv`
])

test('the archive holds what the person can read, for programs and for spreadsheets', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const home = await makeResidence(anna, { name: '../Linden: Straße/7' })
  const task = await makeTask(anna, home.id, {
    notes: 'two\nlines, "quoted"',
    estimatedCost: { minor: 1250, currency: 'EUR' }
  })
  const done = await makeTask(anna, home.id, { title: 'Sweep' })
  await anna.call(dismissSuggestion, { params: { residenceId: home.id, templateId: 'radon-test' } })
  await anna.call(completeTask, { params: { taskId: done.id }, body: { kind: 'done', dueOn: null, rating: 5 } })

  const waiting = await anna.call(api.requestExport)
  assert.deepEqual([waiting.state, waiting.homesDone, waiting.homesTotal], ['waiting', 0, 1])
  await app.runJobs()
  const ready = (await anna.call(api.getExport)).export
  assert.deepEqual([ready?.state, ready?.homesDone], ['ready', 1])
  const files = await download(anna)

  const folder = 'homes/1 Linden Straße 7'
  const names = [
    'home.json',
    'tasks.json',
    'tasks.csv',
    'papers.json',
    'papers.csv',
    'rooms.json',
    'appliances.json',
    'appliances.csv',
    'meters.json',
    'readings.json',
    'readings.csv',
    'history.json',
    'history.csv',
    'files.json',
    'files.csv'
  ]
  assert.deepEqual(
    [...files.keys()],
    ['README.txt', 'profile.json', ...ofAccount, ...names.map((name) => `${folder}/${name}`)]
  )
  assert.equal(JSON.parse(files.get('profile.json') ?? '').displayName, 'Anna')
  assert.equal(JSON.parse(files.get(`${folder}/home.json`) ?? '').members[0].displayName, 'Anna')
  assert.deepEqual(JSON.parse(files.get(`${folder}/home.json`) ?? '').dismissedSuggestions, ['radon-test'])
  const tasks: { id: string }[] = JSON.parse(files.get(`${folder}/tasks.json`) ?? '')
  assert.deepEqual(tasks.map(({ id }) => id).toSorted(), [task.id, done.id].toSorted())
  assert.match(files.get(`${folder}/tasks.csv`) ?? '', /^\uFEFFtitle,notes,.*\r\n/)
  assert.match(files.get(`${folder}/tasks.csv`) ?? '', /Clean the gutters,"two\nlines, ""quoted""",.*,12\.50,EUR,/)
  assert.match(files.get(`${folder}/history.csv`) ?? '', /2026-03-10,Sweep,done,Anna,/)
})

test('the archive holds the meters and what they showed', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const home = await makeResidence(anna, { name: 'Linden' })
  const params = { residenceId: home.id }
  const { id: meterId } = await anna.call(createMeter, { params, body: { name: 'Water', unit: 'cubic_meter' } })
  await anna.call(addReading, { params: { meterId }, body: { value: 412.5, readOn: '2026-03-01' } })
  const task = await makeTask(anna, home.id, { title: 'Filter', meter: { meterId, every: 10 } })
  const body = { kind: 'done', dueOn: null, completionCount: 0, meterReading: { value: 420 } } as const
  await anna.call(completeTask, { params: { taskId: task.id }, body })

  const files = await exported(app, anna)

  assert.match(files.get('homes/1 Linden/meters.json') ?? '', /"name":"Water".*"value":420/)
  assert.match(files.get('homes/1 Linden/readings.json') ?? '', /"meter":"Water"/)
  assert.match(
    files.get('homes/1 Linden/readings.csv') ?? '',
    /2026-03-10,Water,420,cubic_meter,,Anna,.*\r\n2026-03-01,Water,412\.5,cubic_meter,,Anna,/
  )
  assert.match(files.get('homes/1 Linden/history.csv') ?? '', /2026-03-10,Filter,done,Anna,.*,420,cubic_meter/)
})

test('the archive holds the rooms and the appliances, put away ones too', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const home = await makeResidence(anna, { name: 'Linden' })
  const area = await makeArea(anna, home.id, 'Cellar')
  const asset = await makeAsset(anna, home.id, { areaId: area.id, price: { minor: 79900, currency: 'EUR' } })
  await anna.call(archiveAsset, { params: { assetId: asset.id } })

  const files = await exported(app, anna)

  assert.match(files.get('homes/1 Linden/rooms.json') ?? '', /"name":"Cellar"/)
  assert.match(files.get('homes/1 Linden/appliances.json') ?? '', new RegExp(`"areaId":"${area.id}"`))
  assert.match(files.get('homes/1 Linden/appliances.csv') ?? '', /Dishwasher,other,,,,,799\.00,EUR,/)
})

// ASVS 14.2.6
test('the archive tells how one gets in, from where, and what happened, and holds nothing that anybody gets in with', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  await app.person('Berta')
  const pushToken = `push-canary-${'x'.repeat(20)}`
  const agent = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0' }
  await anna.call(registerPushDevice, { body: { platform: 'fcm', token: pushToken }, headers: agent })
  const secrets = await makeWaysIn(app, anna.userId)

  const files = await exported(app, anna)

  const listed = (name: string): Record<string, unknown>[] => JSON.parse(files.get(`account/${name}.json`) ?? '')
  assert.equal(listed('sessions').length, 1)
  assert.deepEqual(
    listed('identities').map(({ issuer, email }) => [issuer, email]),
    [['https://idp.example', 'anna@idp.example']]
  )
  assert.deepEqual(
    listed('passkeys').map(({ label }) => label),
    ['Blue laptop']
  )
  assert.deepEqual(
    listed('phones').map(({ platform }) => platform),
    ['fcm']
  )
  assert.ok(listed('events').some(({ event, by }) => event === 'push_device.registered' && by === 'you'))
  assert.ok(listed('events').some(({ event, browser }) => event === 'push_device.registered' && browser === 'Firefox'))
  assert.match(files.get('account/events.csv') ?? '', /^\uFEFFat,event,outcome,.*\r\n.*,export\.requested,done,you,/)
  const everything = [...files.values()].join('\n')
  const rows = await app.db.selectFrom('sessions').select('token_digest').execute()
  const digests = rows.flatMap(({ token_digest: digest }) =>
    (['hex', 'base64', 'base64url'] as const).map((encoding) => digest.toString(encoding))
  )
  for (const secret of [anna.token, pushToken, ...secrets, ...digests]) assert.ok(!everything.includes(secret), secret)
  assert.doesNotMatch(everything, /hds_|Berta/)
})

/** A provider with its token, and a passkey; returns what must not leave. */
async function makeWaysIn(app: TestApp, userId: string): Promise<string[]> {
  const at = app.clock.now().toString()
  await app.db
    .insertInto('identities')
    .values({
      id: newId(),
      user_id: userId,
      issuer: 'https://idp.example',
      subject: 'subject-canary',
      client_id: 'client-canary',
      email: 'anna@idp.example',
      private_email: false,
      refresh_token: 'refresh-canary',
      transfer_subject: null,
      last_used_at: at,
      linked_at: at
    })
    .execute()
  await app.db
    .insertInto('passkeys')
    .values({
      id: newId(),
      user_id: userId,
      credential_id: Buffer.from('credential-canary'),
      counter: 0,
      aaguid: newId(),
      public_key: Buffer.from('public-key-canary'),
      transports: [],
      label: 'Blue laptop',
      backed_up: false,
      created_at: at
    })
    .execute()
  const kept = ['credential-canary', 'public-key-canary'].flatMap((text) =>
    (['utf8', 'hex', 'base64', 'base64url'] as const).map((encoding) => Buffer.from(text).toString(encoding))
  )
  return ['subject-canary', 'client-canary', 'refresh-canary', ...kept]
}

// ASVS 1.2.10
test('nothing in a spreadsheet is a formula', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const home = await makeResidence(anna)
  const titles = ['=HYPERLINK("http://evil.example")', '+cmd|calc', '@SUM(A1)', '-2+3']
  for (const title of titles) await makeTask(anna, home.id, { title, notes: '\t=1' })

  const files = await exported(app, anna)

  const sheet = files.get('homes/1 Lindenstraße 7/tasks.csv') ?? assert.fail('no sheet')
  const lines = sheet.trim().split('\r\n').slice(1)
  assert.equal(lines.length, titles.length)
  for (const line of lines) assert.match(line, /^"?'[=+@-].*?,"?'\t=1/)
})

// ASVS 8.3.3
test('a home that one has left before the archive is made is not in it, and a stranger’s never is', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const berta = await app.person('Berta')
  const left = await makeResidence(berta, { name: 'Left' })
  await makeResidence(berta, { name: 'Never' })
  await addMember(app, left, anna, 'manager')
  await makeTask(berta, left.id, { title: 'A canary' })
  await anna.call(api.requestExport)
  await app.db.deleteFrom('memberships').where('user_id', '=', anna.userId).execute()
  await app.runJobs()

  const files = await download(anna)

  assert.deepEqual([...files.keys()], ['README.txt', 'profile.json', ...ofAccount])
})

// ASVS 7.5.3
test('asking for an archive and for its download takes a fresh proof of who one is', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  await app.db
    .updateTable('sessions')
    .set({ authenticated_at: app.clock.now().subtract({ minutes: 11 }).toString() })
    .where('user_id', '=', anna.userId)
    .execute()

  for (const route of [api.requestExport, api.createExportLink]) {
    assert.equal((await anna.problem(route)).code, 'step_up_required')
  }
})

// ASVS 14.2.1
test('a download works once, for fifteen minutes, in the session that asked for it', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const berta = await app.person('Berta')
  assert.equal((await anna.problem(api.createExportLink)).code, 'export_not_ready')
  await exported(app, anna)
  await exported(app, berta)
  const link = async () => ({ body: { token: (await anna.call(api.createExportLink)).token } })
  const refused = async (person: Person, input: { body: { token: string } }) =>
    assert.equal((await person.problem(api.downloadExport, input)).code, 'download_not_accepted')

  const superseded = await link()
  const used = await link()
  await refused(anna, superseded)
  await refused(berta, used)
  assert.equal((await anna.send(api.downloadExport, used)).statusCode, 200)
  await refused(anna, used)

  const headers = { 'idempotency-key': 'the-same-request-again' }
  const repeated = { ...(await link()), headers }
  assert.equal((await anna.send(api.downloadExport, repeated)).statusCode, 200)
  assert.equal((await anna.problem(api.downloadExport, repeated)).code, 'idempotency_reply_withheld')

  const late = await link()
  app.clock.advance({ minutes: 15 })
  await refused(anna, late)
})

// ASVS 2.3.4, 15.4.2
test('of a hundred downloads with one token at once one succeeds', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  await exported(app, anna)
  for (let round = 0; round < 20; round++) {
    const { token } = await anna.call(api.createExportLink)
    const results = await race(100, () => anna.send(api.downloadExport, { body: { token } }))
    const answers = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : result.reason))
    assert.deepEqual(Map.groupBy(answers, (answer) => answer).get(200)?.length, 1)
    assert.ok(answers.every((answer) => answer === 200 || answer === 422))
  }
})

test('a new archive takes the place of the former, and the former’s job makes nothing', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const former = await anna.call(api.requestExport)
  const { id } = await anna.call(api.requestExport)
  await app.runJobs()

  assert.notEqual(id, former.id)
  assert.equal((await anna.call(api.getExport)).export?.id, id)
  assert.equal((await app.db.selectFrom('personal_exports').select('id').execute()).length, 1)
  assert.equal((await app.db.selectFrom('archives').select('id').execute()).length, 1)
})

test('photos and papers go along, those too that the person added to a home they have left', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const berta = await app.person('Berta')
  const home = await makeResidence(anna)
  await addMember(app, home, berta, 'member')
  const left = await makeResidence(berta, { name: 'Left' })
  const photo = await makeFile(app, anna, home.id, 'a photo')
  const ofBerta = await makeFile(app, berta, home.id, 'another')
  const lost = await makeFile(app, anna, home.id, 'lost')
  const paper = await makeFile(app, anna, left.id, 'left behind')
  await makeFile(app, berta, left.id, 'a canary')
  const keys = app.db.selectFrom('files').where('id', '=', lost.id).select('object_key')
  await app.files.remove((await keys.executeTakeFirstOrThrow()).object_key)

  const files = await exported(app, anna)

  const folder = 'homes/1 Lindenstraße 7'
  assert.equal(files.get(`${folder}/files/${photo.id}.jpg`), 'a photo')
  assert.equal(files.get(`${folder}/files/${ofBerta.id}.jpg`), 'another')
  assert.equal(files.get(`elsewhere/files/${paper.id}.jpg`), 'left behind')
  assert.ok(![...files.values()].includes('a canary'))
  const listed: { file: string; missing: boolean }[] = JSON.parse(files.get(`${folder}/files.json`) ?? '')
  assert.deepEqual(
    listed.map(({ file, missing }) => [file, missing]),
    [photo, ofBerta, lost].map(({ id }) => [`files/${id}.jpg`, id === lost.id])
  )
  assert.match(files.get(`${folder}/files.csv`) ?? '', /^\uFEFFfile,type,name,bytes,createdAt,missing\r\n/)
})

test('a photo that somebody takes away while the archive is made is not in it', async (t) => {
  const files = watchedFolder(await temporaryFolder(t))
  const app = await testApp(t, { files })
  const anna = await app.person('Anna')
  const home = await makeResidence(anna)
  const [first, second] = [await makeFile(app, anna, home.id, 'first'), await makeFile(app, anna, home.id, 'second')]
  await anna.call(api.requestExport)
  files.beforeRead(() => app.db.deleteFrom('files').where('id', '=', second.id).execute())
  await app.runJobs()
  const archive = await download(anna)

  const folder = 'homes/1 Lindenstraße 7'
  assert.equal(archive.get(`${folder}/files/${first.id}.jpg`), 'first')
  assert.equal(archive.get(`${folder}/files/${second.id}.jpg`), '')
})

// ASVS 14.2.7
test('an archive is gone after a day', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  await exported(app, anna)
  const { token } = await anna.call(api.createExportLink)
  app.clock.advance({ hours: 24 })

  assert.deepEqual(await anna.call(api.getExport), { export: null })
  assert.equal((await anna.problem(api.downloadExport, { body: { token } })).code, 'download_not_accepted')
  await app.db.insertInto('outbox').values({ name: 'files.sweep', payload: '{}' }).execute()
  await app.runJobs()
  assert.deepEqual(await app.db.selectFrom('personal_exports').select('id').execute(), [])
})

test('a file that is no text leaves as what it is, to be saved and not shown', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  await exported(app, anna)
  const { token } = await anna.call(api.createExportLink)
  const { headers } = await anna.send(api.downloadExport, { body: { token } })

  assert.equal(headers['content-type'], 'application/zip')
  assert.equal(headers['content-disposition'], 'attachment; filename="honeydue.zip"')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.match(String(headers['cache-control']), /no-store/)
})
