import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import type { StorePurchase, Subscription } from '#contract/plans.ts'
import { demoEmails } from '#server/demo/fill-demo.ts'
import { look, phone } from './browser.ts'
import { demoHousehold } from './demo-household.ts'

/** With as many tradespeople as the home has: there is no room for another one. */
function fullHousehold(t: TestContext) {
  const free = { residences: 2, tasks: null, contractors: 4, documents: null }
  return demoHousehold(t, { config: `subscriptions: ${JSON.stringify({ limits: true, plans: { free } })}` })
}

/** The page reads its subscription as the server has it, but for this. */
async function asIf(page: Page, but: (read: Subscription) => Partial<Subscription>): Promise<void> {
  await page.unroute('**/api/me/subscription')
  await page.route('**/api/me/subscription', async (route) => {
    const answer = await route.fetch()
    const read = (await answer.json()) as Subscription // by the contract
    await route.fulfill({ response: answer, json: { ...read, ...but(read) } })
  })
  await page.goto('/settings/plan')
  await page.getByRole('heading', { name: /^(What you use|Was du nutzt)$/ }).waitFor()
}

function purchase(about: Partial<StorePurchase> = {}): StorePurchase {
  return {
    id: crypto.randomUUID(),
    store: 'google',
    state: 'active',
    isEntitled: true,
    until: '2030-04-10T12:00:00Z',
    renews: true,
    product: 'pro.monthly',
    pendingProduct: null,
    priceConsentPending: false,
    resumesAt: null,
    isFamilyShared: false,
    isSandbox: false,
    ...about
  }
}

async function addTradesperson(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Home', exact: true }).click()
  await page.getByRole('link', { name: 'See tradespeople' }).click()
  await page.getByRole('button', { name: 'Add a tradesperson' }).first().click()
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Mario Rossi')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'No room for more tradespeople' }).waitFor()
}

test('whoever has no room learns what helps, and goes on where they were', async (t) => {
  const { signedIn } = await fullHousehold(t)
  const limit = (page: Page) => page.getByRole('dialog', { name: 'No room for more tradespeople' })
  const form = (page: Page) => page.getByRole('dialog', { name: 'Add a tradesperson' })

  await t.test('in the home of somebody else it is that home’s plan that has none, and nothing to press', async () => {
    const { page } = await signedIn(phone, demoEmails[1])
    await addTradesperson(page)
    assert.equal(await limit(page).locator('footer').count(), 0)
    await look(page, 'limit-others-phone-light')
    await page.keyboard.press('Escape')
    await form(page)
      .getByText(/^There is no room for this in the plan of this home/)
      .waitFor()
  })

  await t.test('in one’s own the trial says what it is, and then the form has no refusal any more', async () => {
    const { page } = await signedIn(phone)
    await addTradesperson(page)
    await limit(page).getByText('Try Pro for 14 days: one press, no payment, once.').waitFor()
    await look(page, 'limit-own-phone-light')
    await limit(page).getByRole('button', { name: 'Try Pro' }).click()
    await page.getByRole('dialog', { name: 'There is room now' }).waitFor()
    await look(page, 'limit-room-phone-light')
    await page.getByRole('button', { name: 'Carry on' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'There is room now' }).waitFor({ state: 'detached' })
    await form(page).and(page.locator(':focus')).waitFor()
    assert.equal(await form(page).getByRole('alert').count(), 0)
    await form(page).getByRole('button', { name: 'Add a tradesperson' }).click()
    await page.getByRole('link', { name: /^Mario Rossi/ }).waitFor()
  })
})

test('the plan’s page', async (t) => {
  const { signedIn } = await fullHousehold(t)
  const { page } = await signedIn(phone)

  await t.test('is not wider than a phone, whatever a home is called', async () => {
    const name = 'Donaudampfschifffahrtsgesellschaftskapitänswohnung am See'
    await asIf(page, ({ usage }) => ({ usage: usage.map((home) => ({ ...home, name })) }))
    await page
      .getByRole('heading', { name: /^Donau/ })
      .first()
      .waitFor()
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
  })

  await t.test('keeps what was bought apart', async () => {
    await asIf(page, () => ({ plan: 'pro', source: 'store', purchases: [purchase(), purchase({ store: 'apple' })] }))
    const rows = page.getByRole('list').filter({ hasText: 'Google Play' }).getByRole('listitem')
    const button = await rows.first().getByRole('link').boundingBox()
    const next = await rows.nth(1).boundingBox()
    assert.ok(button && next && button.y + button.height + 8 <= next.y)
    await look(page, 'plan-two-phone-light')
  })

  await t.test('says right below the plan what Pro gives and each way to it', async () => {
    const every = { unit: 'month', count: 1 }
    const prices = [{ id: 'price_monthly', price: { minor: 499, currency: 'EUR' }, every }]
    await page.route('**/api/me/billing', (route) => route.fulfill({ json: { prices, isCustomer: false } }))
    const links = { apple: 'https://apps.apple.com/app/id1234567890', google: null }
    await asIf(page, () => ({ isSoldOnWeb: true, links }))
    await page.getByRole('button', { name: /a month$/ }).waitFor()
    assert.deepEqual(await page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts(), [
      'Your plan',
      'Get Pro',
      'What you use'
    ])
    const card = page.getByRole('region', { name: 'Get Pro' })
    assert.deepEqual(await card.getByRole('listitem').allInnerTexts(), [
      'As many homes as you like (Free: 2)',
      'As many tradespeople in each home as you like (Free: 4)'
    ])
    await card.getByText(/renews by itself until you cancel, and/).waitFor()
    await card.getByRole('link', { name: 'In the App Store' }).waitFor()
    await card.scrollIntoViewIfNeeded()
    await look(page, 'plan-get-pro-phone-light')
    await asIf(page, ({ homes }) => ({ usage: [], homes: { ...homes, used: 0 } }))
    await card.getByText(/^Pro is for homes that are yours/).waitFor()
  })

  await t.test('a payment that fails stands out with its one way on, also in the settings', async () => {
    await asIf(page, () => ({ purchases: [purchase({ state: 'hold', isEntitled: false })] }))
    const row = page.getByRole('listitem').filter({ hasText: /^On hold/ })
    await row.getByRole('link', { name: 'See to the payment on Google Play' }).waitFor()
    assert.equal(await row.locator('.trouble-over svg').count(), 1)
    await look(page, 'plan-hold-phone-light')
    await page.goto('/settings')
    await page.getByText(/^On hold/).waitFor()
    await page.getByRole('link', { name: 'See your plan' }).click()
    await row.waitFor()
    await asIf(page, () => ({ plan: 'pro', source: 'store', purchases: [purchase({ priceConsentPending: true })] }))
    await page.getByText('The store waits for your yes to another price.').waitFor()
    await page.getByRole('link', { name: 'See the price on Google Play' }).waitFor()
  })

  await t.test('whoever deletes their account reads which purchases end with it, and which don’t', async () => {
    const bought = [purchase(), purchase({ store: 'stripe' }), purchase({ store: 'apple', state: 'expired' })]
    await asIf(page, () => ({ purchases: bought }))
    const homes = [{ residenceId: crypto.randomUUID(), name: 'Birch Street 12', fate: 'erased' }]
    await page.route('**/api/me/deletion', (route) => route.fulfill({ json: { eraseAt: null, homes } }))
    await page.goto('/settings/security')
    await page.getByRole('button', { name: 'Delete my account' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Delete your account?' })
    await dialog.getByText(/^Your subscription on Google Play doesn’t end with your account/).waitFor()
    await dialog.getByRole('link', { name: 'End it on Google Play' }).waitFor()
    await dialog.getByText('What you pay on the web ends with your account.').waitFor()
    assert.equal(await dialog.getByRole('listitem').filter({ hasText: 'App Store' }).count(), 0)
    await look(page, 'delete-account-paid-phone-light')
    await page.keyboard.press('Escape')
  })

  await t.test('tells what is nearly full from what is full, and says so before a form is filled in', async () => {
    const levels = (of: Subscription['homes'][]) => of.map((each) => ({ ...each, used: 4, limit: 5 }))
    await asIf(page, ({ usage }) => ({ usage: usage.map((home) => ({ ...home, of: levels(home.of) })) }))
    await page.getByText('2 of 2 homes · no room for more').waitFor()
    await page.getByText('4 of 5 tradespeople · nearly full').first().waitFor()
    await page.unroute('**/api/me/subscription')
    await page.goto('/homes/new')
    await page.getByText('No room for more: 2 of 2 homes in your plan.').waitFor()
    await page.getByRole('link', { name: 'See your plan' }).waitFor()
  })

  await t.test('says that one pays more than once, and where', async () => {
    const bought = [purchase(), purchase({ store: 'apple' }), purchase({ store: 'stripe', isFamilyShared: true })]
    await asIf(page, () => ({ plan: 'pro', source: 'store', purchases: bought }))
    await page.getByText('You pay for Pro more than once: on Google Play and in the App Store.').waitFor()
  })

  await t.test('back from where payments are managed, what was changed there shows by itself', async () => {
    const portal = 'https://billing.stripe.com/p/session/test'
    await page.route(portal, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<h1>A page of Stripe’s</h1>' })
    )
    await page.route('**/api/me/billing/portal', (route) => route.fulfill({ json: { url: portal } }))
    let renews = true
    await asIf(page, () => ({ plan: 'pro', source: 'store', purchases: [purchase({ store: 'stripe', renews })] }))
    await page.getByRole('button', { name: 'Manage billing' }).click()
    await page.getByRole('heading', { name: /^A page/ }).waitFor()
    await page.clock.install()
    await page.goto('/settings/plan')
    await page.getByText(/^Renews on/).waitFor()
    renews = false
    await page.clock.fastForward(3000)
    await page.getByText(/^Ends on/).waitFor()
  })

  await t.test('where there are no plans it says so to whoever kept its address', async () => {
    const problem = { type: 'about:blank', title: 'None', status: 404, code: 'plans_not_offered', requestId: 'r' }
    await page.unroute('**/api/me/subscription')
    await page.route('**/api/me/subscription', (route) =>
      route.fulfill({ status: 404, contentType: 'application/problem+json', json: problem })
    )
    await page.goto('/settings/plan')
    await page.getByText('There are no plans here: you can have as much as you like.').waitFor()
    await look(page, 'plan-nowhere-phone-light')
  })

  await t.test('after Enter on the trial the focus is on the plan', async () => {
    await page.unroute('**/api/me/subscription')
    await page.goto('/settings/plan')
    await page.getByRole('button', { name: 'Try Pro' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(/^You’re trying Pro until/).waitFor()
    await page.locator('.plan-name:focus').filter({ hasText: 'Pro' }).waitFor()
  })
})
