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

  await t.test('after Enter on the trial the focus is on the plan', async () => {
    await page.unroute('**/api/me/subscription')
    await page.goto('/settings/plan')
    await page.getByRole('button', { name: 'Try Pro' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(/^You’re trying Pro until/).waitFor()
    await page.locator('.plan-name:focus').filter({ hasText: 'Pro' }).waitFor()
  })
})
