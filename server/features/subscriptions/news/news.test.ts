import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { startTrial } from '#contract/plans.ts'
import { eraseAccount } from '#server/features/accounts/access.ts'
import { entitle, forEver } from '#server/features/plans/testing-plans.ts'
import type { Mail, Mailer } from '#server/gateways/mail/mail.ts'
import { smtpMailer } from '#server/gateways/mail/smtp.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { makeContext } from '#server/platform/make-context.ts'
import { transact } from '#server/platform/transaction.ts'
import { startSmtpSink } from '#test/crash/smtp-sink.ts'
import { publicUrl, replicaOf, testApp, type Person, type TestApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import type { Fact } from '../facts.ts'
import { takeFacts } from '../intake/take-facts.ts'
import {
  appleRenewal,
  appleTransaction,
  digest,
  googlePurchase,
  onDay,
  product,
  stripeSubscription,
  testSubscriptions
} from '../testing/facts.ts'

/** The switch on, with an app in Google Play. */
const subscriptions = {
  ...testSubscriptions,
  limits: true,
  links: { apple: null, google: 'https://play.google.com/store/apps/details?id=org.example.honeydue' }
}

function appWithNews(t: TestContext, services: { mailer?: Mailer } = {}): Promise<TestApp> {
  return testApp(t, { subscriptions, ...services })
}

/** What stores say. */
async function take(app: TestApp, ...facts: Fact[]): Promise<void> {
  const origin = { requestId: 'test', ip: undefined, userAgent: '' }
  const ctx = makeContext(app.ground, { kind: 'job', name: 'test' } as const, origin)
  const services = { subscriptions: { ...subscriptions, limits: ctx.planLimits !== undefined } }
  await ctx.write((tx) => takeFacts(tx, ctx, services, { facts, cause: 'told_by_apple' }))
}

async function runJob(app: TestApp, name: string): Promise<void> {
  await transact(app.db, (tx) => enqueue(tx, name, {}))
  await app.runJobs()
}

/** As the clock does: what time alone has changed, and an hour later what is to be told. */
async function tell(app: TestApp): Promise<void> {
  await runJob(app, 'subscriptions.project-due')
  app.clock.advance({ minutes: 61 })
  await runJob(app, 'subscriptions.project-due')
  await runJob(app, 'subscriptions.tell-news')
  await runJob(app, 'subscriptions.tell-news')
}

/** What failed is tried again. */
async function retry(app: TestApp): Promise<void> {
  await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(app.db)
  await app.runJobs()
}

function moveTo(app: TestApp, days: number): void {
  app.clock.set(Temporal.Instant.fromEpochMilliseconds(onDay(days)).toString())
}

async function tokensOf(app: TestApp, { userId }: Pick<Person, 'userId'>) {
  return app.db
    .selectFrom('users')
    .select(['purchase_token as own', 'google_purchase_token as google', 'email'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
}

/** A month at Apple under a number of its own, and what Apple says of it later. */
async function monthAtApple(app: TestApp, person: Person, number: string) {
  const { own: accountToken } = await tokensOf(app, person)
  const originalTransactionId = number
  const bought = appleTransaction({ originalTransactionId, transactionId: number, accountToken })
  return {
    bought,
    /** Said when it is delivered. */
    said: (more: Omit<Parameters<typeof appleRenewal>[0], 'originalTransactionId'>) =>
      appleRenewal({ originalTransactionId, clockMs: app.clock.now().epochMilliseconds, ...more }),
    renewed: () =>
      appleTransaction({
        originalTransactionId,
        transactionId: `${number}-2`,
        accountToken,
        purchasedAtMs: onDay(30),
        isRenewal: true
      })
  }
}

const subjects = {
  en: {
    trial: 'Your time with Pro to try ends soon',
    payment: 'A payment for Pro has failed',
    hold: 'Pro is on hold',
    refunded: 'Your payment for Pro was given back',
    ended: 'Pro has ended',
    price: 'The price of Pro changes, if you agree'
  },
  de: {
    trial: 'Pro zum Ausprobieren endet bald',
    payment: 'Eine Zahlung für Pro hat nicht geklappt',
    hold: 'Pro ist ausgesetzt',
    refunded: 'Deine Zahlung für Pro wurde zurückgegeben',
    ended: 'Pro ist beendet',
    price: 'Der Preis von Pro ändert sich, wenn du zustimmst'
  }
}

const subjectsOf = (app: TestApp) => app.mail.sent.map(({ subject }) => subject)

type Kind = keyof (typeof subjects)['en']
type Expected = { readonly kind: Kind; readonly language: 'en' | 'de' }

/** Two people for each mail, one for each language; what each buys and what becomes of it. */
async function everythingHappens(app: TestApp): Promise<Map<string, Expected>> {
  const whose = new Map<string, Expected>()
  const later: (() => Promise<void>)[] = []
  const onDay29: (() => Promise<void>)[] = []
  for (const [letter, language] of [
    ['a', 'en'],
    ['b', 'de']
  ] as const) {
    const somebody = async (kind: Kind) => {
      const person = await app.person('Robin', { language, timeZone: 'Asia/Tokyo' })
      const tokens = await tokensOf(app, person)
      whose.set(tokens.email, { kind, language })
      return { person, tokens }
    }
    await (await somebody('trial')).person.call(startTrial)

    const payer = await monthAtApple(app, (await somebody('payment')).person, `${letter}1`)
    await take(app, payer.bought)
    later.push(() => take(app, payer.said({ isRetrying: true, graceUntilMs: onDay(46) })))

    const { tokens: holder } = await somebody('hold')
    const token = { tokenDigest: digest(letter), accountToken: holder.google, orderId: `GPA.${letter}` }
    await take(app, googlePurchase(token))
    later.push(() => take(app, googlePurchase({ ...token, clockMs: onDay(30), state: 'ON_HOLD' })))

    const { tokens: refunded } = await somebody('refunded')
    const paid = { subscriptionId: `sub_${letter}`, customerId: `cus_${letter}`, accountToken: refunded.own }
    await take(app, stripeSubscription(paid))
    later.push(() => take(app, stripeSubscription({ ...paid, clockMs: onDay(30), isRefunded: true })))

    const leaver = await monthAtApple(app, (await somebody('ended')).person, `${letter}2`)
    await take(app, leaver.bought, leaver.said({ willRenew: false }))

    const asked = await monthAtApple(app, (await somebody('price')).person, `${letter}3`)
    await take(app, asked.bought)
    onDay29.push(() => take(app, asked.said({ priceConsent: 'pending' })))
    later.push(() => take(app, asked.renewed(), asked.said({ priceConsent: 'given' })))
  }
  moveTo(app, 10.9)
  await tell(app)
  assert.equal((await app.db.selectFrom('plan_news').selectAll().execute()).length, 0, 'more than three days before')
  moveTo(app, 11)
  await tell(app)
  moveTo(app, 29)
  for (const happens of onDay29) await happens()
  await tell(app)
  moveTo(app, 30)
  for (const happens of later) await happens()
  await tell(app)
  return whose
}

test('each is told what happened to their plan, in their language, once, through a real mail server', async (t) => {
  const sink = await startSmtpSink()
  const from = { name: 'honeyDue', address: 'home@due.example' }
  const smtp = smtpMailer({ host: '127.0.0.1', port: sink.port, security: 'none', from })
  const sent: Mail[] = []
  const mailer: Mailer = {
    ...smtp,
    async send(mail) {
      await smtp.send(mail)
      sent.push(mail)
    }
  }
  const app = await appWithNews(t, { mailer })

  const whose = await everythingHappens(app)
  await tell(app)
  await mailer.close()
  await sink.close()

  assert.equal(sink.mails.length, 12)
  assert.equal(new Set(sink.mails.map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1])).size, 12)
  assert.deepEqual(
    new Map(sent.map(({ to, subject }) => [to, subject])),
    new Map([...whose].map(([to, { kind, language }]) => [to, subjects[language][kind]]))
  )
  const said = (language: 'en' | 'de', kind: Kind) =>
    JSON.stringify(sent.find(({ subject }) => subject === subjects[language][kind]))
  const plan = `${publicUrl}/settings/plan`
  assert.match(said('en', 'trial'), /until (March 24, 2026|24 March 2026)/)
  assert.match(said('de', 'trial'), /bis 24\. März 2026 aus/)
  assert.match(said('en', 'payment'), /goes on until (April 25, 2026|25 April 2026)/)
  assert.match(said('de', 'payment'), /bis 25\. April 2026/)
  for (const language of ['en', 'de'] as const) {
    const stays = language === 'en' ? 'Nothing of yours is lost' : 'geht nichts verloren'
    for (const kind of ['payment', 'price'] as const) {
      assert.ok(said(language, kind).includes('https://apps.apple.com/account/subscriptions'), kind)
      assert.ok(!said(language, kind).includes(stays), kind)
    }
    const google = `https://play.google.com/store/account/subscriptions?sku=${product}&package=org.example.honeydue`
    assert.ok(said(language, 'hold').includes(google))
    for (const kind of ['trial', 'refunded', 'ended'] as const) assert.ok(said(language, kind).includes(plan), kind)
    for (const kind of ['trial', 'hold', 'refunded', 'ended'] as const)
      assert.ok(said(language, kind).includes(stays), kind)
  }
})

test('what is paid on the web is mended at “Manage billing”; nobody is told where another purchase goes on', async (t) => {
  const app = await appWithNews(t)
  const anna = await app.person('Anna')
  const { own: accountToken } = await tokensOf(app, anna)
  await take(app, stripeSubscription({ accountToken }))
  moveTo(app, 30)
  const { own: twice, google } = await tokensOf(app, await app.person('Berta'))
  const second = { subscriptionId: 'sub_2', customerId: 'cus_2', accountToken: twice }
  await take(app, stripeSubscription({ ...second, clockMs: onDay(29) }))
  await take(app, googlePurchase({ accountToken: google, expiresAtMs: onDay(365) }))
  const due = { status: 'past_due', periodStartedAtMs: onDay(30), expiresAtMs: onDay(60), clockMs: onDay(30) }
  await take(app, stripeSubscription({ accountToken, ...due }))
  await take(app, stripeSubscription({ ...second, ...due }))
  await tell(app)
  assert.deepEqual(subjectsOf(app), [subjects.en.payment])
  const body = JSON.stringify(app.mail.sent)
  assert.ok(body.includes('Manage billing') && body.includes(`${publicUrl}/settings/plan`))
  assert.match(body, /until (April 23, 2026|23 April 2026)/)
})

// ASVS 15.4.2
test('twenty workers that hear the same, and twenty that tell it, tell it once; so does the same news again', async (t) => {
  const app = await appWithNews(t)
  const month = await monthAtApple(app, await app.person('Anna'), '1')
  await take(app, month.bought)
  moveTo(app, 30)
  const failed = month.said({ isRetrying: true, graceUntilMs: onDay(46) })
  const workers = await Promise.all(Array.from({ length: 20 }, () => replicaOf(app, t, { subscriptions })))
  const worker = (index: number) => workers[index] ?? assert.fail()
  const none: unknown[] = []
  const rejected = (ended: PromiseSettledResult<unknown>[]) => ended.filter(({ status }) => status === 'rejected')
  assert.deepEqual(rejected(await race(20, (index) => take(worker(index), failed, month.bought))), none)
  app.clock.advance({ minutes: 61 })
  for (let index = 0; index < 20; index++) await transact(app.db, (tx) => enqueue(tx, 'subscriptions.tell-news', {}))
  assert.deepEqual(rejected(await race(20, (index) => worker(index).runJobs())), none)
  await app.runJobs()
  await take(app, failed)
  await tell(app)
  assert.deepEqual(subjectsOf(app), [subjects.en.payment])
})

test('who is renewed late is told nothing; who is on hold after all is told that, and at last that it is over', async (t) => {
  const app = await appWithNews(t)
  const late = await monthAtApple(app, await app.person('Anna'), '1')
  const held = await monthAtApple(app, await app.person('Berta'), '2')
  const mended = await monthAtApple(app, await app.person('Carla', { language: 'de' }), '3')
  for (const { bought, said } of [late, held, mended]) await take(app, bought, said({}))
  moveTo(app, 30.1)
  await runJob(app, 'subscriptions.project-due')
  const states = () => app.db.selectFrom('store_purchases').select('state').orderBy('key').execute()
  assert.deepEqual(await states(), [{ state: 'EXPIRED' }, { state: 'EXPIRED' }, { state: 'EXPIRED' }])
  await runJob(app, 'subscriptions.tell-news')
  assert.deepEqual(subjectsOf(app), [], 'for an hour it may be that the store has not said it yet')
  await take(app, late.renewed())
  await take(app, held.said({ isRetrying: true }))
  await take(app, mended.said({ isRetrying: true, graceUntilMs: onDay(33) }))
  await tell(app)
  assert.deepEqual(subjectsOf(app).toSorted(), [subjects.de.payment, subjects.en.hold].toSorted())

  moveTo(app, 33)
  await take(app, mended.renewed())
  await take(app, held.said({ willRenew: false, expirationIntent: 2 }))
  await tell(app)
  assert.deepEqual(subjectsOf(app).slice(2), [subjects.en.ended])
})

test('what was told of a period is not told of it again, and of what was on hold when it was first heard of no end is told', async (t) => {
  const app = await appWithNews(t)
  const { own: accountToken } = await tokensOf(app, await app.person('Anna'))
  const paid = { accountToken, expiresAtMs: onDay(90) }
  for (const [day, isRefunded] of [false, true, false, true].entries()) {
    moveTo(app, day)
    await take(app, stripeSubscription({ ...paid, clockMs: onDay(day), isRefunded }))
    await tell(app)
  }
  assert.deepEqual(subjectsOf(app), [subjects.en.refunded])

  const { google } = await tokensOf(app, await app.person('Berta'))
  for (const [days, state] of ['ON_HOLD', 'EXPIRED'].entries()) {
    moveTo(app, 4 + days)
    await take(app, googlePurchase({ accountToken: google, clockMs: onDay(4 + days), state, expiresAtMs: onDay(3) }))
    await tell(app)
  }
  assert.equal(app.mail.sent.length, 1)
})

test('testers, who have Pro otherwise, who cannot sign in, and everybody where nothing is limited are told nothing', async (t) => {
  const app = await appWithNews(t)
  const people = await Promise.all(
    ['Tester', 'Twice', 'Friend', 'Disabled', 'Unproved', 'Gone', 'Told'].map((name) => app.person(name))
  )
  const [tester, twice, friend, disabled, unproved, gone] = people as [Person, Person, Person, Person, Person, Person]
  const months: Awaited<ReturnType<typeof monthAtApple>>[] = []
  for (const [index, person] of people.entries()) months.push(await monthAtApple(app, person, String(index)))
  const isTester = (fact: Fact): Fact => ({ ...fact, environment: 'sandbox' })
  const asBought = (fact: Fact, index: number) => (people[index] === tester ? isTester(fact) : fact)
  for (const [index, { bought, said }] of months.entries())
    await take(app, asBought(bought, index), asBought(said({ willRenew: false }), index))
  const { google: accountToken } = await tokensOf(app, twice)
  await take(app, googlePurchase({ accountToken, expiresAtMs: onDay(365) }))
  await app.db.insertInto('account_marks').values({ user_id: tester.userId, buys_in_sandbox: true }).execute()
  const change = (person: Person, set: object) =>
    app.db.updateTable('users').set(set).where('id', '=', person.userId).execute()
  moveTo(app, 30)
  await runJob(app, 'subscriptions.project-due')
  await app.db.updateTable('entitlements').set({ is_free: true }).where('user_id', '=', friend.userId).execute()
  await change(disabled, { disabled_at: app.clock.now().toString() })
  await change(unproved, { email_verified_at: null })
  await app.db.transaction().execute((tx) => eraseAccount(tx, gone.userId))
  await tell(app)
  const { email } = await tokensOf(app, people[6] ?? assert.fail())
  assert.deepEqual(
    app.mail.sent.map(({ to, subject }) => [to, subject]),
    [[email, subjects.en.ended]]
  )
  assert.equal(
    (await app.db.selectFrom('plan_news').where('user_id', '=', gone.userId).select('kind').execute()).length,
    0
  )

  const plain = await testApp(t, { subscriptions: { ...subscriptions, limits: false } })
  const unlimited = await monthAtApple(plain, await plain.person('Anna'), '1')
  await take(plain, unlimited.bought, unlimited.said({ willRenew: false }))
  moveTo(plain, 30)
  await tell(plain)
  assert.equal((await plain.db.selectFrom('plan_news').select('kind').execute()).length, 0)
  assert.equal(plain.mail.sent.length, 0)
  assert.deepEqual(
    plain.product.cron.filter(({ job }) => job.includes('news')),
    []
  )
  assert.equal(app.product.cron.filter(({ job }) => job.includes('news')).length, 1)
})

test('a trial is told of once, not to whom it does not matter any more, and later when nobody could before', async (t) => {
  const app = await appWithNews(t)
  const [anna, berta, carla] = [await app.person('Anna'), await app.person('Berta'), await app.person('Carla')]
  for (const person of [anna, berta, carla]) await person.call(startTrial)
  await app.db.updateTable('entitlements').set({ paid_until: forEver }).where('user_id', '=', berta.userId).execute()
  moveTo(app, 12)
  app.mail.outage = new Error('connection refused')
  app.log.expectErrors()
  await runJob(app, 'subscriptions.tell-news')
  await app.db.updateTable('entitlements').set({ paid_until: forEver }).where('user_id', '=', carla.userId).execute()
  app.mail.outage = undefined
  await retry(app)
  await tell(app)
  await entitle(app, berta, {})
  moveTo(app, 14)
  await tell(app)
  assert.deepEqual(
    app.mail.sent.map(({ to }) => to),
    [(await tokensOf(app, anna)).email]
  )
})

test('an outage of the mail server is caught up for three days, and what is true no more is not told', async (t) => {
  const app = await appWithNews(t)
  const [first, second] = [
    await monthAtApple(app, await app.person('Anna'), '1'),
    await monthAtApple(app, await app.person('Berta'), '2')
  ]
  for (const { bought } of [first, second]) await take(app, bought)
  moveTo(app, 30)
  app.mail.outage = new Error('connection refused')
  app.log.expectErrors()
  for (const { said } of [first, second]) await take(app, said({ isRetrying: true, graceUntilMs: onDay(46) }))
  await tell(app)
  await take(app, second.renewed())
  app.mail.outage = undefined
  await retry(app)
  await tell(app)
  assert.deepEqual(subjectsOf(app), [subjects.en.payment])
})
