import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { demoEmails, demoPassword } from '#server/demo/fill-demo.ts'
import { afterwards, type Scope } from '../afterwards.ts'
import { testDatabase } from '../database.ts'
import { freePort, roomyConfig, startHoneyDue } from '../honeydue-process.ts'
import { desktop, launch, look, phone, visit, type Visitor } from './browser.ts'
import { emptyHome, enter, toHome } from './demo-household.ts'
import { mailedCode } from './mailed-code.ts'

let browser: Browser
let url: string

/** Of the whole file. */
const scope: Scope = { after }
const database = await testDatabase(scope)

before(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-security-'))
  afterwards(scope, () => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'SECRET_KEY'), 'k'.repeat(40))
  const settings = `database: { url: "${database.url}" }\nsecretsFolder: ${folder}\ndataFolder: ${folder}\n`
  const config = await roomyConfig(folder, settings)
  const port = await freePort()
  url = `http://localhost:${port}`
  const honeyDue = startHoneyDue(['all', '--demo', '--config', config], port)
  afterwards(scope, () => honeyDue.stop())
  await honeyDue.ready
  browser = await launch()
  afterwards(scope, () => browser.close())
})

async function signedIn(options: BrowserContextOptions, email?: string): Promise<Visitor> {
  return enter(await visit(browser, url, options), email)
}

/** As if everybody had signed in an hour ago. */
async function anHourLater(): Promise<void> {
  await database.pool.query(`update sessions set authenticated_at = now() - interval '1 hour'`)
}

async function toSecurity(page: Page): Promise<void> {
  await page.goto('/settings')
  await page.getByRole('link', { name: 'Security' }).click()
  await page.getByRole('heading', { name: 'Where you’re signed in' }).waitFor()
  await page.waitForLoadState('networkidle')
}

for (const [name, options] of [
  ['desktop-light', desktop],
  ['phone-dark', { ...phone, colorScheme: 'dark' }]
] as const) {
  test(`the security page and the question who it is are accessible: ${name}`, async () => {
    const { page, assertNoErrors } = await signedIn(options)
    await toSecurity(page)
    await look(page, `security-${name}`)
    assertNoErrors()
    await anHourLater()
    await page.getByRole('button', { name: 'Sign out everywhere', exact: true }).click()
    await page.getByRole('dialog', { name: 'Is it you?' }).getByLabel('Password', { exact: true }).waitFor()
    await look(page, `step-up-${name}`)
    await page.context().close()
  })
}

// ASVS 7.4.4, 7.5.2
test('one sees one’s devices, shows who one is with the keyboard alone, and signs another one out', async () => {
  const laptop = await signedIn(desktop, demoEmails[1])
  const other = await signedIn(phone, demoEmails[1])
  const { page } = laptop
  await toSecurity(page)
  await page.getByText('This device').waitFor()
  await anHourLater()
  const button = page.getByRole('button', { name: /^Sign out Chrome on/ }).first()
  await button.focus()

  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Is it you?' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByText('This one is guarded.').first().waitFor()
  await button.focus()
  await page.keyboard.press('Enter')
  const password = page.getByRole('dialog', { name: 'Is it you?' }).getByLabel('Password', { exact: true })
  await password.waitFor()
  await password.focus()
  await page.keyboard.type('not this one')
  await page.keyboard.press('Enter')
  await page.getByText('That isn’t right.').waitFor()
  await password.fill(demoPassword)
  await page.keyboard.press('Enter')

  await page.getByText(/^Chrome on .* is signed out\.$/).waitFor()
  await page.getByRole('button', { name: /^Sign out Chrome on/ }).waitFor({ state: 'detached' })
  await page.reload()
  const events = page.getByRole('region', { name: 'Recent events' })
  await events.getByText('Signed out', { exact: true }).waitFor()
  await events.getByText('Failed to show once more who it is').waitFor()
  await other.page.goto('/settings')
  await other.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
})

test('a guarded form keeps what was typed until somebody has shown who they are', async () => {
  const { page } = await signedIn(desktop)
  await toHome(page, emptyHome)
  await page.goto(`${page.url()}/settings`)
  await page.getByRole('button', { name: 'Delete this home' }).click()
  await anHourLater()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete for good' }).click()
  await page.getByRole('dialog', { name: 'Is it you?' }).getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByText(/is deleted/).waitFor()
  assert.equal(new URL(page.url()).pathname, '/')
})

test('an address is changed with the code that is mailed to the new one, and proved before anything else if need be', async () => {
  const { page } = await signedIn(phone, demoEmails[1])
  await toSecurity(page)
  await page.getByRole('button', { name: 'Change the address' }).click()
  await page.getByLabel('New address').fill('ben.new@example.org')
  await page.getByRole('button', { name: 'Send the code' }).click()
  await page.getByText('We’ve sent a code with 8 digits to ben.new@example.org').waitFor()
  await look(page, 'change-address-phone-light')
  await page.getByLabel('Code').fill(await mailedCode(url, 'ben.new@example.org'))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('ben.new@example.org is your address now.').waitFor()

  await database.pool.query(`update users set email_verified_at = null where email = 'ben.new@example.org'`)
  await page.goto('/settings')
  await page.getByRole('heading', { name: 'Prove your address' }).waitFor()
  await look(page, 'prove-address-phone-light')
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByLabel('Code').fill(await mailedCode(url, 'ben.new@example.org', 2))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.waitForURL(`${url}/`)
  await page.context().close()
})

test('the page that stops a change of address stops nothing before its button is pressed', async () => {
  const { page } = await visit(browser, url, desktop)
  await page.goto(`/stop-address-change#token=${'A'.repeat(43)}`)
  await page.getByRole('button', { name: 'Stop the change' }).waitFor()
  assert.equal(new URL(page.url()).hash, '', 'the token stays in no history')
  await look(page, 'stop-address-change-desktop-light')
  await page.getByRole('button', { name: 'Stop the change' }).click()
  await page.getByText('This link doesn’t work any more.').waitFor()
  await page.context().close()
})
