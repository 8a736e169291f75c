import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { updateMe } from '#contract/accounts.ts'
import { completeTask, undoCompletion } from '#contract/completions.ts'
import { listPushDevices, registerPushDevice } from '#contract/devices.ts'
import { removeMember } from '#contract/residences.ts'
import { apns } from '#server/gateways/apns/apns.ts'
import { sharedTokens } from '#server/gateways/apns/provider-tokens.ts'
import { fcm } from '#server/gateways/fcm/fcm.ts'
import type { PushSender } from '#server/gateways/push/push.ts'
import { apnsKey, testApns } from '#test/doubles/apns.ts'
import { testFcm } from '#test/doubles/fcm.ts'
import { serviceAccount } from '#test/doubles/service-account.ts'
import { testApp, type Person } from '#test/harness.ts'
import { addMember, makeResidence } from '#test/make-residence.ts'
import { makeTask } from '#test/make-task.ts'

const annasPhone = 'aa'.repeat(32)
const bensPhone = 'ben:APA91b-a-registration-token'

/** Anna has an iPhone and reads English, Ben an Android phone and reads German; Carl lives there too, with none. */
async function household(t: TestContext) {
  const push: { apns?: PushSender; fcm?: PushSender } = {}
  const app = await testApp(t, { push })
  const { now } = app.clock
  const key = apnsKey()
  const account = serviceAccount()
  const apple = await testApns(t, { key, now })
  const google = await testFcm(t, { account, now })
  const urls = { production: apple.url, sandbox: apple.url }
  push.apns = apns({
    ...app.ground,
    topic: apple.topic,
    urls,
    isStandIn: true,
    keys: () => [key],
    tokens: sharedTokens(app.ground)
  })
  push.fcm = fcm({ ...app.ground, standIn: google.url, account: () => account })
  t.after(() => push.apns?.close())
  const anna = await app.person('Anna')
  const ben = await app.person('Ben', { language: 'de' })
  const carl = await app.person('Carl')
  const home = await makeResidence(anna)
  for (const member of [ben, carl]) await addMember(app, home, member, 'member')
  apple.install(annasPhone)
  google.install(bensPhone)
  const phone = await anna.call(registerPushDevice, { body: { platform: 'apns', token: annasPhone } })
  await ben.call(registerPushDevice, { body: { platform: 'fcm', token: bensPhone } })
  const task = await makeTask(anna, home.id, {
    title: 'Clean the gutters',
    assignment: { rotation: 'fixed', memberIds: [ben.userId], currentId: ben.userId }
  })
  const complete = (person: Person) =>
    person.call(completeTask, { params: { taskId: task.id }, body: { kind: 'done', dueOn: task.dueOn } })
  const retryNow = () => app.database.pool.query('update graphile_worker._private_jobs set run_at = now()')
  return { app, apple, google, anna, ben, carl, home, task, phone, complete, retryNow }
}

test('whoever made a task and whose turn it was are told that it is done, each in their language; the doer is not', async (t) => {
  const { app, apple, google, carl, task, phone, complete } = await household(t)

  await complete(carl)
  await app.runJobs()

  const [toAnna, ...more] = apple.sent
  assert.deepEqual(more, [])
  assert.deepEqual(toAnna?.payload, {
    kind: 'done',
    device: phone.id,
    task: task.id,
    home: task.residenceId,
    aps: { alert: { title: 'Done', body: 'A task that you wait for is done.' } }
  })
  assert.deepEqual(
    google.sent.map(({ token, notification }) => [token, notification]),
    [[bensPhone, { title: 'Erledigt', body: 'Eine Aufgabe, auf die du wartest, ist erledigt.' }]]
  )
})

// ASVS 14.2.3
test('names and titles are told to those alone who want them, and nothing to those who want nothing', async (t) => {
  const { app, apple, google, anna, ben, carl, complete } = await household(t)
  await anna.call(updateMe, { body: { doneNotices: 'full' } })
  await ben.call(updateMe, { body: { doneNotices: 'none' } })
  await app.db
    .updateTable('users')
    .set({ display_name: 'Carl www.example.org' })
    .where('id', '=', carl.userId)
    .execute()

  await complete(carl)
  await app.runJobs()

  const [toAnna] = apple.sent
  assert.deepEqual(toAnna?.payload.aps.alert, { title: 'Clean the gutters', body: 'Carl has done it.' })
  assert.deepEqual(google.sent, [])
})

test('nobody is told what they did themselves, what was taken back, or what goes on where they live no more', async (t) => {
  const { app, apple, google, anna, ben, home, complete } = await household(t)
  const { completion } = await complete(ben)
  await ben.call(undoCompletion, { params: { completionId: completion.id } })
  await app.runJobs()
  assert.deepEqual([apple.sent, google.sent], [[], []])

  await complete(anna)
  await anna.call(removeMember, { params: { residenceId: home.id, userId: ben.userId } })
  await app.runJobs()
  assert.deepEqual([apple.sent, google.sent], [[], []])
})

test('while Apple is away the task is done all the same, and the notice comes once when it is back', async (t) => {
  const { app, apple, google, carl, task, complete, retryNow } = await household(t)
  app.log.expectErrors()
  await apple.stop()

  const { task: done } = await complete(carl)
  assert.equal(done.completionCount, 1)
  await app.runJobs()
  assert.deepEqual([apple.sent.length, google.sent.length], [0, 1], 'the other phone does not wait')

  await apple.start()
  apple.answerNext({ status: 503, reason: 'ServiceUnavailable' })
  await retryNow()
  await app.runJobs()
  await retryNow()
  await app.runJobs()
  assert.deepEqual(
    apple.shownOn(annasPhone).map(({ collapseId }) => collapseId),
    [`done-${task.id}`]
  )
  assert.equal(google.sent.length, 1)
})

test('what waited for a day is told no more', async (t) => {
  const { app, apple, carl, complete, retryNow } = await household(t)
  app.log.expectErrors()
  await apple.stop()
  await complete(carl)
  await app.runJobs()
  await apple.start()
  app.clock.advance({ hours: 25 })
  await retryNow()
  await app.runJobs()
  assert.deepEqual(apple.sent, [])
})

test('a phone that has become another’s meanwhile gets nothing that was meant for whoever had it', async (t) => {
  const { app, apple, carl, complete, retryNow } = await household(t)
  app.log.expectErrors()
  await apple.stop()
  await complete(carl)
  await app.runJobs()

  await carl.call(registerPushDevice, { body: { platform: 'apns', token: annasPhone } })
  await apple.start()
  await retryNow()
  await app.runJobs()
  assert.deepEqual(apple.sent, [])
})

test('a token that leads nowhere goes, unless it was registered after that', async (t) => {
  const { app, apple, google, anna, ben, carl, complete } = await household(t)
  apple.uninstall(annasPhone, app.clock.now().subtract({ hours: 1 }))
  google.uninstall(bensPhone)
  app.clock.advance({ minutes: 1 })

  await complete(carl)
  await app.runJobs()

  assert.equal((await anna.call(listPushDevices)).items.length, 1, 'registered after Apple saw it go')
  assert.deepEqual(await ben.call(listPushDevices), { items: [] })
})

test('of a phone that is in Apple’s sandbox that is remembered', async (t) => {
  const { app, apple, anna, carl, complete } = await household(t)
  apple.answerNext({ status: 400, reason: 'BadDeviceToken' })

  await complete(carl)
  await app.runJobs()

  assert.equal(apple.sent.length, 1)
  await anna.call(registerPushDevice, { body: { platform: 'apns', token: annasPhone } })
  const rows = await app.db.selectFrom('push_devices').select(['platform', 'environment']).orderBy('platform').execute()
  assert.deepEqual(rows, [
    { platform: 'apns', environment: 'sandbox' },
    { platform: 'fcm', environment: 'production' }
  ])
})

test('where no service is set up everything works and nothing waits', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const ben = await app.person('Ben')
  const home = await makeResidence(anna)
  await addMember(app, home, ben, 'member')
  await anna.call(registerPushDevice, { body: { platform: 'apns', token: annasPhone } })
  const task = await makeTask(anna, home.id)
  await ben.call(completeTask, { params: { taskId: task.id }, body: { kind: 'done', dueOn: null } })
  await app.runJobs()
})
