import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { demoEmails, demoPassword } from '#server/demo/fill-demo.ts'
import { testAppStore } from '../doubles/app-store/app-store.ts'
import { postTo } from '../doubles/app-store/deliveries.ts'
import { root } from '../source-files.ts'
import { monthly, testStripe, yearly } from '../doubles/stripe.ts'
import { desktop, look, phone, visit } from './browser.ts'
import { demoHousehold } from './demo-household.ts'

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

test('a trial, the limit after it, an upgrade in a store, the larger plan, a refund, and the free plan again', async (t) => {
  const { browser, url, signedIn, store, deliver, moveClock, stripe, tell } = await sellingHousehold(t)
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
    const accountToken = await page.evaluate(async () => {
      const answer = await fetch('/api/me/subscription')
      return ((await answer.json()) as { accountTokens: { apple: string } }).accountTokens.apple // by the contract
    })
    purchase = store.buy({ appAccountToken: accountToken })
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
    await night.page.evaluate(async () => {
      const headers = { 'content-type': 'application/json' }
      await fetch('/api/me', { method: 'PATCH', headers, body: JSON.stringify({ language: 'de' }) })
    })
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

    stripe.world.pay(session.id)
    await page.goto(session.success_url)
    await page.getByText(/^Deine Zahlung ist auf dem Weg/).waitFor()
    await look(page, 'plan-web-waiting-desktop-light')
    await tell()
    await page.getByText('Danke. Pro gehört dir.').waitFor()
    await page.getByText(/^Du bezahlst Pro im Web/).scrollIntoViewIfNeeded()
    await look(page, 'plan-web-paid-desktop-light')
    await page.getByRole('button', { name: 'Abo verwalten' }).click()
    await atStripe()
  })
})
