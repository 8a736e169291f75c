import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { Page, Request } from 'playwright-core'
import { demoEmails, demoPassword } from '#server/demo/fill-demo.ts'
import { testAppStore } from '../doubles/app-store/app-store.ts'
import { postTo } from '../doubles/app-store/deliveries.ts'
import { root } from '../source-files.ts'
import { monthly, testStripe, yearly } from '../doubles/stripe.ts'
import { desktop, look, phone, visit, withAuthenticator, type Visitor } from './browser.ts'
import { demoHousehold } from './demo-household.ts'
import { mailedCode } from './mailed-code.ts'

const trialHours = 14 * 24

/** honeyDue with plans, and an App Store whose clock goes with it. */
async function sellingHousehold(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-clock-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const clock = join(folder, 'hours-ahead')
  let hours = 0
  const moveClock = (to: number) => writeFile(clock, String((hours = to)))
  await moveClock(0)
  const store = await testAppStore(t, { now: () => Temporal.Now.instant().add({ hours }) })
  const stripe = await testStripe(t, { now: () => Temporal.Now.instant().add({ hours }) })
  const subscriptions = {
    limits: true,
    plans: { free: { residences: 2, tasks: null, contractors: 5, documents: null } },
    links: { apple: 'https://apps.apple.com/app/id1234567890' },
    apple: store.settings,
    stripe: { products: { [monthly]: 'pro', [yearly]: 'pro' }, standIn: stripe.url }
  }
  const household = await demoHousehold(t, {
    config: `subscriptions: ${JSON.stringify(subscriptions)}`,
    secrets: { APP_STORE_KEY: store.keyFile, STRIPE_KEY: stripe.key, STRIPE_WEBHOOK_SECRET: stripe.secrets.join('\n') },
    import: pathToFileURL(join(root, 'test/moved-clock.ts')).href,
    env: { TEST_CLOCK: clock }
  })
  const deliver = () => store.deliveries.send(postTo(`${household.url}/api/webhooks/app-store`))
  const tell = () =>
    stripe.deliver(async ({ payload, headers }) => {
      const response = await fetch(`${household.url}/api/webhooks/stripe`, { method: 'POST', headers, body: payload })
      await response.arrayBuffer()
      return response.status
    })
  return { ...household, store, deliver, moveClock, stripe, tell }
}

async function signInAgain(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel(/^(Email address|E-Mail-Adresse)$/).fill(demoEmails[0])
  await page.locator('input[type=password]').fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').first().waitFor()
}

/** By which the App Store knows whoever is signed in. */
function accountTokenOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const answer = await fetch('/api/me/subscription')
    return ((await answer.json()) as { accountTokens: { apple: string } }).accountTokens.apple // by the contract
  })
}

async function toPlan(page: Page): Promise<void> {
  await page.goto('/settings/plan')
  await page.getByRole('heading', { name: /^(What you use|Was du nutzt)$/ }).waitFor()
}

/** From the list of tradespeople, at which it begins. */
async function addTradesperson(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a tradesperson' }).first().click()
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('dialog').getByRole('button', { name: 'Add a tradesperson' }).click()
}

/** In the page. */
async function isPaid(): Promise<boolean> {
  const answer = await fetch('/api/me/subscription')
  return ((await answer.json()) as { source: string | null }).source === 'store' // by the contract
}

test('a trial, the limit after it, an upgrade in a store, the larger plan, a refund, and the free plan again', async (t) => {
  const household = await sellingHousehold(t)
  const { browser, url, signedIn, store, deliver, moveClock, stripe, tell } = household
  const ada = await signedIn(desktop)
  const { page } = ada
  let tradespeople = ''
  let purchase: ReturnType<typeof store.buy> | undefined

  await t.test('the plan stands in the settings; the larger one is tried, and has room for one more', async () => {
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('link', { name: 'Plan', exact: true }).click()
    await page.getByText('Try Pro for 14 days').waitFor()
    await look(page, 'plan-free-desktop-light')
    await page.getByRole('button', { name: 'Try Pro' }).click()
    await page.getByText(/^You’re trying Pro until/).waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Home', exact: true }).click()
    await page.getByRole('link', { name: 'See tradespeople' }).click()
    await page.getByRole('link', { name: /^Yasmin Adler/ }).waitFor()
    tradespeople = page.url()
    await addTradesperson(page, 'Mario Rossi')
    await page.getByRole('link', { name: /^Mario Rossi/ }).waitFor()
    ada.assertNoErrors()
  })

  await t.test('after two weeks there is no room for another one; everybody is still there', async () => {
    await moveClock(trialHours)
    await signInAgain(page)
    await page.goto(tradespeople)
    await page.getByText(/ in your plan/).waitFor()
    await addTradesperson(page, 'Nora Stein')
    await page.getByRole('heading', { name: 'No room for more tradespeople' }).waitFor()
    await look(page, 'plan-full-desktop-light')
    await page.getByRole('button', { name: 'See your plan' }).click()
    await page.getByText(/^You tried Pro until/).waitFor()
    await page.getByRole('link', { name: 'In the App Store' }).waitFor()
    await page.goto(tradespeople)
    await page.getByRole('link', { name: /^Mario Rossi/ }).waitFor()
    await page.getByRole('link', { name: /^Yasmin Adler/ }).waitFor()
  })

  await t.test('what is bought in the App Store counts as soon as it tells', async () => {
    purchase = store.buy({ appAccountToken: await accountTokenOf(page) })
    purchase.bought()
    await deliver()
    await toPlan(page)
    await page.getByText(/^Renews on/).waitFor()
    await look(page, 'plan-bought-desktop-light')
    await page.goto(tradespeople)
    await addTradesperson(page, 'Nora Stein')
    await page.getByRole('link', { name: /^Nora Stein/ }).waitFor()
  })

  await t.test('cancelled it stays until its end; given back, it is the free plan again, and all is kept', async () => {
    purchase?.cancel()
    await deliver()
    await toPlan(page)
    await page.getByText(/^Ends on/).waitFor()
    purchase?.refund()
    await deliver()
    await toPlan(page)
    await page.getByText('Given back').waitFor()
    await look(page, 'plan-refunded-desktop-light')
    await page.goto(tradespeople)
    await page.getByRole('link', { name: /^Nora Stein/ }).waitFor()
    await addTradesperson(page, 'Otto Blum')
    await page.getByRole('heading', { name: 'No room for more tradespeople' }).waitFor()
    assert.deepEqual(
      store.deliveries.all.map(({ attempts }) => attempts.map(({ sendAttemptResult }) => sendAttemptResult)),
      store.deliveries.all.map(() => ['SUCCESS'])
    )
  })

  await t.test('on a phone, in the dark, in German: the keyboard leads out of it to what was typed', async () => {
    const night = await visit(browser, url, { ...phone, colorScheme: 'dark', locale: 'de-DE' })
    await signInAgain(night.page)
    await speakGerman(night.page)
    await toPlan(night.page)
    await night.page.getByText(/^Du hast Pro bis .* ausprobiert/).waitFor()
    await look(night.page, 'plan-phone-dark')
    await night.page.goto(tradespeople)
    await night.page.getByRole('button', { name: 'Handwerker eintragen' }).first().click()
    const form = night.page.getByRole('dialog', { name: 'Handwerker eintragen' })
    await form.getByLabel('Name', { exact: true }).fill('Otto Blum')
    await night.page.keyboard.press('Enter')
    await night.page.getByRole('heading', { name: 'Kein Platz für mehr Handwerker' }).waitFor()
    await look(night.page, 'plan-full-phone-dark')
    await night.page.keyboard.press('Escape')
    await night.page.getByRole('heading', { name: 'Kein Platz für mehr Handwerker' }).waitFor({ state: 'detached' })
    assert.equal(await form.getByLabel('Name', { exact: true }).inputValue(), 'Otto Blum')
  })

  await t.test('it is paid on the web: back from there the page waits until Stripe has told of it', async () => {
    const stripesPage = {
      contentType: 'text/html; charset=utf-8',
      body: '<!doctype html><title>Stripe</title><h1>A page of Stripe’s</h1>'
    }
    await page.route(/^https:\/\/(checkout|billing)\.stripe\.com\//, (route) => route.fulfill(stripesPage))
    const atStripe = () => page.getByRole('heading', { name: 'A page of Stripe’s' }).waitFor()
    await toPlan(page)
    await page.getByRole('button', { name: /im Monat$/ }).click()
    await atStripe()
    const [session = assert.fail()] = stripe.world.sessions.values()
    await page.goto(session.cancel_url ?? '')
    await page.getByText('Du bist zurück, und nichts wurde bezahlt.').waitFor()
    await page.getByRole('button', { name: /im Jahr$/ }).scrollIntoViewIfNeeded()
    await look(page, 'plan-web-desktop-light')

    await page.getByRole('button', { name: 'Schließen' }).click()
    await page.getByText('Du bist zurück, und nichts wurde bezahlt.').waitFor({ state: 'detached' })

    stripe.world.pay(session.id)
    await page.clock.install()
    await page.goto(session.success_url)
    await page.getByText(/^Deine Zahlung ist auf dem Weg/).waitFor()
    await page.getByRole('button', { name: /im Monat$/ }).waitFor({ state: 'detached' })
    await look(page, 'plan-web-waiting-desktop-light')
    await page.clock.fastForward(120_000)
    await page.getByText(/^Das dauert länger als sonst/).waitFor()
    await tell()
    await page.waitForFunction(isPaid)
    await page.clock.fastForward(10_000)
    await page.getByText('Danke. Pro gehört dir.').waitFor()
    await look(page, 'plan-web-paid-desktop-light')
    await page.getByRole('button', { name: 'Abo verwalten' }).click()
    await atStripe()
  })

  await t.test('while the service is away, or the connection, the page says so, and then shows all again', async () => {
    const busy = { type: 'about:blank', title: 'Busy', status: 503, code: 'busy' }
    await page.route('**/api/me/subscription', (route) => route.fulfill({ status: 503, json: busy }))
    await page.goto('/settings/plan')
    await page.getByText('Das hat nicht geklappt').waitFor()
    await look(page, 'plan-away-desktop-light')
    await page.unroute('**/api/me/subscription')
    await page.getByRole('button', { name: 'Noch einmal' }).click()
    await page.getByRole('button', { name: 'Abo verwalten' }).waitFor()

    await page.context().setOffline(true)
    await page.reload()
    await page.getByText('Keine Verbindung').waitFor()
    await look(page, 'plan-offline-desktop-light')
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Abo verwalten' }).waitFor()
  })

  await t.test('nobody finds where staff works', async () => {
    await page.goto('/nowhere/at/all')
    await page.getByRole('heading', { name: 'Das gibt es hier nicht' }).waitFor()
    const nowhere = await page.locator('#root').innerHTML()
    for (const address of ['/staff', `/staff/purchases/${crypto.randomUUID()}`]) {
      await page.goto(address)
      await page.getByRole('heading', { name: 'Das gibt es hier nicht' }).waitFor()
      assert.equal(await page.locator('#root').innerHTML(), nowhere)
    }
    await look(page, 'staff-nobody-desktop-light')
  })

  const bens = demoEmails[1]
  const [stellas, carlas] = ['stella@example.org', 'carla@example.org']
  await registerAt(url, stellas, 'Stella')
  await registerAt(url, carlas, 'Carla')
  const paid = store.buy({ appAccountToken: await accountTokenOf(page) })
  let ben: Visitor | undefined

  await t.test('staff looks up what was paid, and proposes that it becomes another account’s', async () => {
    await Promise.all([bens, stellas].map((email) => household.operator('account', 'staff', '--email', email)))
    ben = await signedIn(desktop, bens)
    const { page: desk } = ben
    await addPasskey(desk)
    await desk.goto('/settings')
    await desk.getByRole('link', { name: 'Help with purchases' }).click()
    await desk.getByRole('tab', { name: 'Nobody’s' }).click()
    await desk.getByText('Every purchase is somebody’s').waitFor()
    await look(desk, 'staff-empty-desktop-light')
    await desk.getByRole('tab', { name: 'Transfers' }).click()
    await desk.getByText('No transfer waits for a second person').waitFor()

    paid.bought()
    store.buy().bought()
    paid.cancel()
    await deliver()
    await desk.getByRole('tab', { name: 'Look up' }).focus()
    await desk.keyboard.press('Enter')
    await desk.getByRole('radio', { name: 'Order' }).waitFor()
    await desk.keyboard.press('Tab')
    await desk.keyboard.press('Tab')
    await desk.keyboard.type('nothing is called so')
    await desk.keyboard.press('Enter')
    await desk.getByText(/^Nothing is called that/).waitFor()
    const order = desk.getByLabel('Order', { exact: true }).last()
    await order.fill(paid.orderId)
    await desk.keyboard.press('Enter')
    await desk.getByText('One purchase').waitFor()
    await look(desk, 'staff-found-desktop-light')
    await desk.keyboard.press('Tab')
    await desk.keyboard.press('Tab')
    await desk.keyboard.press('Enter')

    await desk.getByRole('heading', { name: 'Purchase', exact: true }).waitFor()
    await desk.getByText('the store says so').waitFor()
    await desk.getByText('What the store sent').click()
    await desk.getByText('SUBSCRIBED INITIAL_BUY').waitFor()
    await desk.getByText('What it has been').click()
    await desk.getByText('the App Store told us').first().waitFor()
    await look(desk, 'staff-purchase-desktop-light')
    await desk.getByRole('button', { name: 'Give it to another account' }).click()
    const proposal = desk.getByRole('dialog', { name: 'Give it to another account' })
    await proposal.getByLabel('Mail address of that account').fill(bens)
    await proposal.getByRole('button', { name: 'Propose it' }).click()
    await proposal.getByText('Please fill this in.').waitFor()
    await proposal.getByLabel('Why').fill('Bought with the phone of their child; receipt and both addresses shown')
    await look(desk, 'staff-propose-desktop-light')
    await proposal.getByRole('button', { name: 'Propose it' }).click()
    await proposal.getByText('This is about your own account.', { exact: false }).waitFor()
    await proposal.getByLabel('Mail address of that account').fill(carlas)
    await proposal.getByRole('button', { name: 'Propose it' }).click()
    await desk.getByRole('button', { name: 'Withdraw' }).waitFor()
    await look(desk, 'staff-proposed-desktop-light')
    ben.assertNoErrors(/status of 409/)
  })

  await t.test('another one approves it, on a phone in the dark, in German', async () => {
    const stella = await visit(browser, url, { ...phone, colorScheme: 'dark' })
    const { page: night } = stella
    await night.goto('/sign-in')
    await night.getByLabel('Email address').fill(stellas)
    await night.locator('input[type=password]').fill(demoPassword)
    await night.keyboard.press('Enter')
    await night.getByRole('heading', { name: 'Welcome, Stella' }).waitFor()
    await night.goto('/staff')
    await night.getByText('You need a second factor for this').waitFor()
    await look(night, 'staff-second-factor-phone-dark')
    await night.getByRole('link', { name: 'Add one under Security' }).click()
    await night.getByRole('heading', { name: 'Security', level: 1 }).waitFor()
    await addPasskey(night)
    await speakGerman(night)
    await night.goto('/staff')
    await look(night, 'staff-find-phone-dark')
    await night.getByRole('tab', { name: 'Übertragungen' }).click()
    await night.getByText(/^Von a•••@e•••.org an /).waitFor()
    await look(night, 'staff-transfers-phone-dark')
    await night.getByRole('button', { name: 'Bestätigen' }).click()
    const last = night.getByRole('alertdialog', { name: 'Den Kauf weggeben?' })
    await look(night, 'staff-approve-phone-dark')
    await last.getByRole('button', { name: 'Weggeben' }).click()
    await night.getByText('Keine Übertragung wartet auf eine zweite Person').waitFor()
    await night.getByRole('tab', { name: 'Niemandes' }).click()
    await night.getByRole('link', { name: /^App Store/ }).waitFor()
    await look(night, 'staff-nobodys-phone-dark')
    await night.getByRole('link', { name: /^App Store/ }).click()
    await night.getByRole('button', { name: 'Schließen' }).click()
    await night.getByText('Was es schon war').click()
    await night.getByText('der App Store hat es gemeldet').first().waitFor()
    await night.getByText('Was der Store sagt').click()
    await night.getByText('Erste Transaktion').first().waitFor()
    await look(night, 'staff-purchase-phone-dark')
    stella.assertNoErrors()
  })

  await t.test(
    'an hour later staff shows once more who it is, closes the alert and makes an account free of charge',
    async () => {
      const { page: desk } = ben ?? assert.fail()
      await moveClock(trialHours + 1)
      await desk.emulateMedia({ colorScheme: 'dark' })
      await desk.goto('/staff')
      await desk.getByRole('tab', { name: 'Alerts' }).click()
      await desk.getByRole('dialog', { name: 'Is it you?' }).waitFor()
      await desk.keyboard.press('Escape')
      await desk.getByText('This one is guarded.', { exact: false }).waitFor()
      await look(desk, 'staff-guarded-desktop-dark')
      await desk.getByRole('button', { name: 'Try again' }).click()
      await desk.getByRole('button', { name: 'Use a passkey' }).click()
      const given = desk.getByRole('listitem').filter({ hasText: 'A purchase was given to another account' })
      await given.waitFor()
      await look(desk, 'staff-alerts-desktop-dark')
      await given.getByRole('link', { name: 'See the purchase' }).click()
      await desk.getByText('two of the staff gave it to them').waitFor()
      await look(desk, 'staff-given-desktop-dark')
      await given.getByRole('button', { name: 'Close', exact: true }).click()
      const closing = desk.getByRole('dialog', { name: 'Close' })
      await closing.getByLabel('What came of it').fill('Both have written that it is right')
      await closing.getByRole('button', { name: 'Close', exact: true }).last().click()
      await desk.getByText(/^Closed .*: Both have written that it is right$/).waitFor()

      await desk.setViewportSize({ width: 390, height: 844 })
      await desk.emulateMedia({ colorScheme: 'light' })
      await look(desk, 'staff-purchase-phone-light')
      await desk.getByRole('button', { name: 'See the account' }).click()
      await desk.getByRole('button', { name: 'Make it free of charge' }).click()
      await desk.getByLabel('Why').fill('Reviews the app for a newspaper')
      await look(desk, 'staff-mark-phone-light')
      await desk.getByRole('button', { name: 'Do it' }).click()
      await desk.getByText('Made free of charge').waitFor()
      await desk.getByRole('button', { name: 'No longer free of charge' }).scrollIntoViewIfNeeded()
      await look(desk, 'staff-account-phone-light')
    }
  )

  await t.test('without a connection, or where the service fails, staff reads so, and goes on from there', async () => {
    const visitor = ben ?? assert.fail()
    const { page: desk } = visitor
    await visitor.duringOutage(async () => {
      await desk.context().setOffline(true)
      await desk.getByRole('tab', { name: 'Transfers' }).click()
      await desk.getByText('No connection').waitFor()
      await look(desk, 'staff-offline-phone-light')
      await desk.context().setOffline(false)
      await desk.getByText('No transfer waits for a second person').waitFor()
    })
    await desk.route(/\/api\/staff\/alerts/, (route) => route.fulfill({ status: 500, body: '' }))
    await desk.getByRole('tab', { name: 'Alerts' }).click()
    await desk.getByText('That didn’t work').waitFor()
    await look(desk, 'staff-failed-phone-light')
    await desk.unroute(/\/api\/staff\/alerts/)
    await desk.getByRole('button', { name: 'Try again' }).click()
    await desk.getByText('That didn’t work').waitFor({ state: 'detached' })
    visitor.assertNoErrors(/status of (403|409|500)/)
  })

  await t.test('what staff has read is not read again because somebody looks away and back', async () => {
    const { page: desk } = ben ?? assert.fail()
    await desk.clock.install()
    await desk.goto('/staff')
    await desk.getByLabel('Order', { exact: true }).last().fill(paid.orderId)
    await desk.keyboard.press('Enter')
    await desk.getByText('One purchase').waitFor()
    await assertNotReadAgain(desk)
    await desk.getByRole('link', { name: /^App Store/ }).click()
    await desk.getByText('What the store sent').waitFor()
    await assertNotReadAgain(desk)
    await desk.goto('/staff')
    await desk.getByRole('tab', { name: 'Nobody’s' }).click()
    await desk.getByRole('link', { name: /^App Store/ }).waitFor()
    await assertNotReadAgain(desk)
  })
})

/** Somebody looks away for ten minutes: what the frame shows is read again, what is for staff is not. */
async function assertNotReadAgain(page: Page): Promise<void> {
  const asked: string[] = []
  const note = (request: Request) => void asked.push(new URL(request.url()).pathname)
  await page.clock.fastForward(600_000)
  page.on('request', note)
  await page.dispatchEvent('body', 'visibilitychange')
  await page.evaluate(async () => void (await fetch('/api/me/subscription'))) // asked after all that the event has led to
  page.off('request', note)
  assert.ok(asked.includes('/api/me'), 'the frame')
  assert.deepEqual(
    asked.filter((path) => path.startsWith('/api/staff')),
    []
  )
}

async function speakGerman(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const headers = { 'content-type': 'application/json' }
    await fetch('/api/me', { method: 'PATCH', headers, body: JSON.stringify({ language: 'de' }) })
  })
}

/** An account with a proved address and the password of the demo. */
async function registerAt(url: string, email: string, displayName: string): Promise<void> {
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    assert.ok(answer.ok, path)
    return (await answer.json()) as { registrationId: string } // by the contract
  }
  const about = { password: demoPassword, displayName, timeZone: 'Europe/Berlin', language: 'en' }
  const { registrationId } = await post('/api/registrations', { email, ...about })
  const code = await mailedCode(url, email)
  await post(`/api/registrations/${registrationId}/verification`, { code, transport: 'bearer' })
}

/** Gives whoever is signed in a second factor. */
async function addPasskey(page: Page): Promise<void> {
  await withAuthenticator(page)
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Phone')
  await page.getByRole('button', { name: 'Make the passkey' }).click()
  await page.getByRole('button', { name: 'I’ve kept them' }).click()
  await page.getByText('Phone', { exact: true }).waitFor()
}
