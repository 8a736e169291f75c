import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { TOTP } from 'otpauth'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { demoEmails, demoPassword } from '#server/demo/fill-demo.ts'
import { afterwards, type Scope } from '../afterwards.ts'
import { testDatabase } from '../database.ts'
import { freePort, startHoneyDue } from '../honeydue-process.ts'
import { desktop, keepPicture, launch, look, phone, visit, withAuthenticator } from './browser.ts'

const [anna, ben] = demoEmails
let browser: Browser
let url: string

/** Of the whole file. */
const scope: Scope = { after }
const database = await testDatabase(scope)

before(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-factors-'))
  afterwards(scope, () => rm(folder, { recursive: true, force: true }))
  const config = join(folder, 'config.yaml')
  await writeFile(join(folder, 'SECRET_KEY'), 'k'.repeat(40))
  await writeFile(config, `database: { url: "${database.url}" }\nsecretsFolder: ${folder}\ndataFolder: ${folder}\n`)
  const port = await freePort()
  url = `http://localhost:${port}`
  const honeyDue = startHoneyDue(['all', '--demo', '--config', config], port)
  afterwards(scope, () => honeyDue.stop())
  await honeyDue.ready
  browser = await launch()
  afterwards(scope, () => browser.close())
})

async function givePassword(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
}

async function arrived(page: Page): Promise<void> {
  await page.waitForURL(`${url}/`)
  await page.getByRole('navigation').first().waitFor()
}

async function toSecurity(page: Page): Promise<void> {
  await page.goto('/settings/security')
  await page.getByRole('heading', { name: 'Passkeys' }).waitFor()
  await page.waitForLoadState('networkidle')
}

async function signOut(page: Page): Promise<void> {
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(/sign-in/)
}

/** The session showed who it is an hour ago. */
async function anHourLater(): Promise<void> {
  await database.pool.query(`update sessions set authenticated_at = now() - interval '1 hour'`)
}

const looks: [string, BrowserContextOptions][] = [
  ['desktop-light', desktop],
  ['phone-dark', { ...phone, colorScheme: 'dark' }]
]

test('a passkey is added, offered in the address field, used by the button, renamed and removed', async () => {
  const { page, assertNoErrors } = await visit(browser, url, desktop)
  const { client, authenticatorId } = await withAuthenticator(page)
  await givePassword(page, anna)
  await arrived(page)
  await toSecurity(page)
  await look(page, 'factors-none-desktop-light')

  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Anna’s laptop')
  await look(page, 'passkey-add-desktop-light')
  await page.getByRole('button', { name: 'Make the passkey' }).click()
  await page.getByRole('alertdialog', { name: 'Your recovery codes' }).waitFor()
  await page.getByRole('button', { name: 'I’ve kept them' }).click()
  await page.getByText('Anna’s laptop').waitFor()
  await look(page, 'passkeys-desktop-light')

  // whoever has one is offered it at once: the authenticator of the test takes the offer
  await signOut(page)
  await arrived(page)

  await client.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false })
  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
  await look(page, 'sign-in-passkey-desktop-light')
  await client.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true })
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await arrived(page)

  await toSecurity(page)
  await page.getByRole('button', { name: 'Rename Anna’s laptop' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Blue laptop')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Blue laptop').first().waitFor()
  assertNoErrors()
  await anHourLater()
  await page.getByRole('button', { name: 'Remove Blue laptop' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click()
  const who = page.getByRole('dialog', { name: 'Is it you?' })
  await who.getByRole('button', { name: 'Use a passkey' }).waitFor()
  await look(page, 'step-up-passkey-desktop-light')
  await who.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('Blue laptop is removed.').first().waitFor()
  await page.getByRole('button', { name: 'Remove Blue laptop' }).waitFor({ state: 'detached' })
  await page.context().close()
})

for (const [name, options] of looks) {
  test(`an app guards the account: set up, asked for, wrong code, recovery code, removed: ${name}`, async () => {
    const { page } = await visit(browser, url, options)
    await givePassword(page, ben)
    await arrived(page)
    await toSecurity(page)

    await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Set up an authenticator app' })
    await dialog.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor()
    await look(page, `totp-set-up-${name}`)
    const secret = (await dialog.locator('.factor-secret').innerText()).replaceAll(' ', '')
    const app = new TOTP({ secret })
    await dialog.getByLabel('Code of your app').fill(app.generate())
    await dialog.getByRole('button', { name: 'Confirm' }).click()
    const codes = page.getByRole('alertdialog', { name: 'Your recovery codes' })
    await codes.getByRole('listitem').first().waitFor()
    const recoveryCodes = await codes.getByRole('listitem').allInnerTexts()
    assert.equal(recoveryCodes.length, 10)
    await look(page, `recovery-codes-${name}`)
    const saving = page.waitForEvent('download')
    await codes.getByRole('button', { name: 'Save as a file' }).click()
    assert.equal((await saving).suggestedFilename(), 'honeydue-recovery-codes.txt')
    await codes.getByRole('button', { name: 'I’ve kept them' }).click()
    await page.getByText('10 recovery codes are left').waitFor()
    await look(page, `factors-${name}`)

    await signOut(page)
    await givePassword(page, ben)
    await page.getByRole('heading', { name: 'One more step' }).waitFor()
    await look(page, `second-factor-${name}`)
    const field = page.getByLabel('Code of your app')
    assert.equal(await field.getAttribute('autocomplete'), 'one-time-code')
    await field.fill(wrongCode(app))
    await page.keyboard.press('Enter')
    await page.getByText(/^That wasn’t it/).waitFor()
    await look(page, `second-factor-wrong-${name}`)
    await field.fill(app.generate({ timestamp: Date.now() + 30_000 })) // the step after the one that is used
    await page.keyboard.press('Enter')
    await arrived(page)

    await signOut(page)
    await givePassword(page, ben)
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await look(page, `second-factor-recovery-${name}`)
    await page.getByLabel('Recovery code').fill(recoveryCodes[0] ?? '')
    await page.keyboard.press('Enter')
    await arrived(page)

    await anHourLater()
    await toSecurity(page)
    await page.getByText('9 recovery codes are left').waitFor()
    await page.getByRole('button', { name: 'Remove the app' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click()
    const who = page.getByRole('dialog', { name: 'Is it you?' })
    await who.getByLabel('Password', { exact: true }).fill(demoPassword)
    await who.getByLabel('Show it with').click()
    await page.getByRole('option', { name: 'Recovery code' }).click()
    await who.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCodes[1] ?? '')
    await keepPicture(page, `step-up-factor-${name}`)
    await who.getByRole('button', { name: 'Carry on' }).click()
    await page.getByText('The authenticator app is removed.').first().waitFor()
    await page.getByRole('button', { name: 'Set up an authenticator app' }).waitFor()
    await page.context().close()
  })
}

function wrongCode(app: TOTP): string {
  const near = new Set([-1, 0, 1, 2].map((steps) => app.generate({ timestamp: Date.now() + steps * 30_000 })))
  return ['000000', '111111', '222222', '333333', '444444'].find((code) => !near.has(code)) ?? assert.fail()
}
