import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { demoEmails } from '#server/demo/fill-demo.ts'
import { unzipBytes } from '../unzip.ts'
import { desktop, keepSettled, look, phone, visit } from './browser.ts'
import { demoHousehold } from './demo-household.ts'

const { browser, signedIn, url } = await demoHousehold({ after })

/** Axe sees every layout and every colour in two of them; of the others people see the pictures. */
const looks: { name: string; options: BrowserContextOptions; examine: typeof look }[] = [
  { name: 'desktop-light', options: desktop, examine: look },
  { name: 'phone-dark', options: { ...phone, colorScheme: 'dark' }, examine: look },
  { name: 'desktop-dark', options: { ...desktop, colorScheme: 'dark' }, examine: keepSettled },
  { name: 'phone-light', options: phone, examine: keepSettled }
]
for (const { name, options, examine } of looks) {
  test(`every screen is accessible and without console errors: ${name}`, async () => {
    const { page, assertNoErrors } = await signedIn(options)
    await examine(page, `today-${name}`)
    for (const [screen, open] of Object.entries(screens)) {
      await open(page)
      await examine(page, `${screen}-${name}`)
    }
    assertNoErrors()
    await page.context().close()
  })
}

const toMenu = (name: string) => async (page: Page) => {
  const link = page.getByRole('navigation').getByRole('link', { name, exact: true })
  await link.click()
  await link.and(page.locator('[aria-current="page"]')).waitFor() // until then the page before is still there
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await settled(page)
}
/** In the order in which somebody would walk through. */
const screens: Record<string, (page: Page) => Promise<void>> = {
  board: toMenu('Board'),
  'task-sheet': async (page) => {
    await page
      .getByRole('link', { name: /Return the borrowed ladder/ })
      .first()
      .click()
    await page.getByRole('dialog').waitFor()
    await settled(page)
  },
  'complete-form': async (page) => {
    await page.getByRole('button', { name: 'Done, with details' }).click()
    await page.getByLabel('What was done').waitFor()
  },
  calendar: async (page) => {
    await page.keyboard.press('Escape')
    await page.getByLabel('What was done').waitFor({ state: 'detached' })
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await toMenu('Calendar')(page)
  },
  history: toMenu('History'),
  appliances: async (page) => {
    await toMenu('Home')(page)
    await page.getByRole('link', { name: 'See rooms and appliances' }).click()
    await page.getByRole('link', { name: /^Boiler/ }).waitFor()
    await page.getByRole('button', { name: /^Water meter/ }).waitFor()
    await settled(page)
  },
  forecast: async (page) => {
    await page.getByRole('link', { name: 'What will need replacing' }).click()
    await page.getByRole('heading', { name: 'Year by year' }).waitFor()
    await settled(page)
  },
  home: toMenu('Home'),
  people: async (page) => {
    await page.getByRole('link', { name: /People and invitations/ }).click()
    await page.getByRole('heading', { name: 'People', exact: true }).waitFor()
    await settled(page)
  },
  tradespeople: async (page) => {
    await toMenu('Home')(page)
    await page.getByRole('link', { name: 'See tradespeople' }).click()
    await page.getByRole('link', { name: /^Yasmin Adler/ }).waitFor()
    await settled(page)
  },
  tradesperson: async (page) => {
    await page.getByRole('link', { name: /^Yasmin Adler/ }).click()
    await page.getByRole('article').first().waitFor()
    await settled(page)
  },
  'home-events': async (page) => {
    await page.goto(page.url().replace(/tradespeople.*/, 'events'))
    await page.getByRole('main').getByRole('listitem').first().waitFor()
    await settled(page)
  },
  reports: async (page) => {
    await toMenu('Home')(page)
    await page.getByRole('link', { name: 'See the year' }).click()
    await page.getByRole('table').nth(1).waitFor()
    await settled(page)
  },
  'reports-by-tradesperson': async (page) => {
    await page.getByText('Tradesperson', { exact: true }).first().click()
    await page.getByRole('rowheader', { name: 'The household' }).waitFor()
    await settled(page)
  },
  ideas: async (page) => {
    await toMenu('Home')(page)
    await page.getByRole('link', { name: 'See ideas for this home' }).click()
    await page.getByRole('heading', { name: 'Ideas', exact: true }).waitFor()
    await page.getByRole('article').first().waitFor()
    await settled(page)
  },
  plan: async (page) => {
    for (const index of [0, 1, 2]) await page.getByRole('article').getByRole('checkbox').nth(index).press('Space')
    await page.getByText('3 chosen').waitFor()
    await page.getByRole('button', { name: 'See the plan' }).click()
    await page.getByRole('heading', { name: '3 tasks' }).waitFor()
    await settled(page)
  },
  'set-up': async (page) => {
    await page.goto(page.url().replace(/ideas.*/, 'set-up'))
    await page.getByRole('heading', { name: 'What is in your home?' }).waitFor()
    await page.getByText('Fireplace', { exact: true }).waitFor()
    await settled(page)
  },
  settings: async (page) => {
    await page.goto('/settings')
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    await settled(page)
  }
}

/** Nothing is being fetched and nothing moves any more. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
}

test('from the home one comes to its appliances and papers, and from each back', async () => {
  const { page, assertNoErrors } = await signedIn(desktop)
  const main = page.getByRole('main')
  const back = main.getByRole('link', { name: 'Back' })
  for (const [list, listed, entry, told] of [
    ['See rooms and appliances', 'lived-in-appliances', 'Dishwasher', 'Clean the dishwasher filter'],
    ['See the papers', 'lived-in-papers', 'Boiler warranty', 'Nordwärme Heating']
  ] as const) {
    await toMenu('Home')(page)
    await main.getByRole('link', { name: list }).click()
    const opened = main.getByRole('link', { name: new RegExp(`^${entry}`) }).first()
    await opened.waitFor()
    await settled(page)
    await keepSettled(page, `${listed}-desktop-light`)
    await opened.click()
    await page.getByRole('heading', { level: 1, name: entry }).waitFor()
    await main.getByText(told).first().waitFor()
    await settled(page)
    await keepSettled(page, `${listed}-one-desktop-light`)
    await back.click()
    await opened.waitFor()
    await back.click()
    await main.getByRole('link', { name: list }).waitFor()
  }
  assertNoErrors()
  await page.context().close()
})

test('a new home is asked what it has, gets a year proposed, and nothing before somebody says so', async () => {
  const { page, assertNoErrors } = await signedIn(phone)
  await page.goto('/homes/new')
  await page.getByLabel('What do you call it?').fill('Lake House')
  await page.getByRole('button', { name: 'Add this home' }).click()
  await page.getByRole('heading', { name: 'What is in your home?' }).waitFor()
  await page.getByText('Fireplace', { exact: true }).click()
  await page.getByRole('button', { name: 'Propose a year' }).click()
  await page.getByRole('heading', { name: 'A year for your home' }).waitFor()
  await page.getByRole('heading', { name: '15 tasks' }).waitFor()
  await look(page, 'set-up-plan-phone-light')
  await page.getByRole('link', { name: 'Not now' }).click()
  await page.getByRole('heading', { level: 1, name: 'Board' }).waitFor()
  assert.equal(await page.getByText('Test the smoke alarms').count(), 0, 'nothing was added')

  await page.goBack()
  await page.getByRole('button', { name: /^Take out Test the smoke alarms/ }).click()
  await page.getByRole('heading', { name: '14 tasks' }).waitFor()
  await page.getByRole('button', { name: 'Add 14 tasks' }).click()
  await page.getByText('14 tasks added').waitFor()
  await page.getByRole('heading', { level: 1, name: 'Board' }).waitFor()

  await page.goto(page.url().replace(/board.*/, 'ideas'))
  const idea = page.getByRole('article', { name: 'Test the smoke alarms' })
  await idea.getByRole('button', { name: /^Not for us/ }).click()
  await page.getByText('Hidden for this home').waitFor()
  await idea.waitFor({ state: 'detached' })
  await page.getByText('Hidden ones').click()
  await idea.getByRole('button', { name: /^Suggest it again/ }).click()
  await page.getByText('Nothing is hidden').waitFor()
  await page.getByText('Hidden ones').click()
  await idea.getByRole('checkbox').press('Space')
  await page.getByText('1 chosen').waitFor()
  await page.getByRole('button', { name: 'See the plan' }).click()
  await page.getByRole('button', { name: 'Add 1 task' }).click()
  await page.getByText('1 task added').waitFor()
  assertNoErrors()
})

test('a card is carried to another column with the keyboard alone, and everybody is told', async () => {
  const { page, assertNoErrors } = await signedIn(desktop)
  await toMenu('Board')(page)
  const card = page.getByRole('listitem').filter({ hasText: 'Fix the dripping kitchen tap' })
  await card.getByRole('link').first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  const inProgress = page.getByRole('region', { name: /In progress/ })
  await inProgress.getByText('Fix the dripping kitchen tap').waitFor()
  const ben = await signedIn(desktop, demoEmails[1])
  await toMenu('Board')(ben.page)
  await ben.page
    .getByRole('region', { name: /In progress/ })
    .getByText('Fix the dripping kitchen tap')
    .waitFor()
  assertNoErrors()
})

test('an owner sees who did what in the home, narrowed by kind; to others it is not open', async () => {
  const { page, assertNoErrors } = await signedIn(desktop)
  await toMenu('Home')(page)
  const address = `${page.url()}/events`
  await page.goto(address.replace(/events$/, 'settings'))
  await page.getByRole('link', { name: 'See the events' }).click()
  await page.getByText('A task was').first().waitFor()
  await page.getByRole('button', { name: /Show/ }).first().click()
  await page.getByRole('option', { name: 'People and invitations' }).click()
  await page.getByText('Joined the home').waitFor()
  await page.getByText('A task was').first().waitFor({ state: 'detached' })
  assertNoErrors()

  const ben = await signedIn(phone, demoEmails[1])
  await ben.page.goto(address)
  await ben.page.getByText('This isn’t open to you').waitFor()
})

test('the year before is looked at and saved as a PDF; a proof pack is put together and downloaded', async () => {
  const { page, assertNoErrors } = await signedIn(phone)
  await toMenu('Home')(page)
  await page.getByRole('link', { name: 'See the year' }).click()
  await page.getByRole('button', { name: 'The year before' }).click()
  await page.getByText('Appliance', { exact: true }).first().click()
  await page.getByRole('rowheader', { name: 'Boiler' }).waitFor()
  await look(page, 'reports-by-appliance-phone-light')
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as PDF' }).click()
  const saved = await saving
  assert.match(saved.suggestedFilename(), /^honeydue-\d{4}\.pdf$/)
  const pdf = (await readFile(await saved.path())).toString('latin1')
  assert.match(pdf, /^%PDF-1\.7[\s\S]*\/Lang \(en\)/)

  await page.getByText('Put a pack together').click()
  await page.getByText('Only some tasks').waitFor()
  await look(page, 'proof-form-phone-light')
  await page.getByRole('button', { name: 'Make the pack' }).click()
  await page.getByText(/^The pack for .* is ready/).waitFor()
  await look(page, 'proof-ready-phone-light')
  const packing = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download the pack' }).click()
  const pack = unzipBytes(await readFile(await (await packing).path()))
  assert.ok(pack.has('proof.pdf') && pack.has('SHA256SUMS'))
  assertNoErrors()
})

test('a home is handed over with a code: whoever takes it over sees first what it is, and the former owner sees it no more', async () => {
  const { page } = await signedIn(desktop)
  await page.goto('/homes/new')
  await page.getByLabel('What do you call it?').fill('Boat House')
  await page.getByRole('button', { name: 'Add this home' }).click()
  await page.getByRole('heading', { name: 'What is in your home?' }).waitFor()
  await page.goto(page.url().replace(/set-up.*/, 'settings'))
  await page.getByText('Offer it to a new owner').click()
  await page.getByText('What goes along').waitFor()
  await look(page, 'handover-offer-desktop-light')
  await page.getByRole('button', { name: 'Make a code' }).click()
  const code = ((await page.locator('.shown-code').textContent()) ?? '').replaceAll(/\s/g, '')
  assert.match(code, /^[0-9A-Z]{10}$/)
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await page.getByText(/^Offered to a new owner until/).waitFor()
  await look(page, 'handover-waiting-desktop-light')

  const ben = await signedIn(phone, demoEmails[1])
  await ben.page.goto(`/take-over#${code}`)
  await ben.page.getByRole('button', { name: 'See what it is' }).click()
  await ben.page.getByRole('heading', { name: 'Boat House is offered to you' }).waitFor()
  await look(ben.page, 'handover-accept-phone-light')
  await ben.page.getByRole('button', { name: 'Take it over' }).click()
  await ben.page.getByRole('heading', { level: 1, name: 'Boat House' }).waitFor()
  ben.assertNoErrors()
  await page.reload()
  await page.getByText('This isn’t here').waitFor()
})

test('without a network the client says so and keeps what is there; back again it carries on', async () => {
  const { page } = await signedIn(phone)
  await page.context().setOffline(true)
  await page.getByText(/You’re offline/).waitFor()
  assert.ok(await page.getByText('Return the borrowed ladder').first().isVisible())
  await page.context().setOffline(false)
  await page.getByText(/You’re offline/).waitFor({ state: 'detached' })
})

test('the language follows the person: German, written with du', async () => {
  const { page, assertNoErrors } = await visit(browser, url, { ...desktop, locale: 'de-DE' })
  await page.goto('/sign-in')
  await page.getByRole('heading', { name: 'Anmelden' }).waitFor()
  assert.equal(await page.locator('html').getAttribute('lang'), 'de')
  await look(page, 'sign-in-german-desktop-light')
  assertNoErrors()
})
