import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { freePort, startHoneyDue, type HoneyDue } from '../honeydue-process.ts'
import { desktop, launch, look, phone, visit } from './browser.ts'

let honeyDue: HoneyDue
let browser: Browser
let folder: string
let url: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'honeydue-passwords-'))
  const port = await freePort()
  url = `http://localhost:${port}`
  honeyDue = startHoneyDue(['all', '--data', folder], port)
  await honeyDue.ready
  browser = await launch()
})
after(async () => {
  await browser.close()
  await honeyDue.stop()
  await rm(folder, { recursive: true, force: true })
})

const looks = { 'desktop-light': desktop, 'phone-dark': { ...phone, colorScheme: 'dark' } } as const
for (const [name, options] of Object.entries(looks)) {
  // ASVS 6.2.6, 6.2.7
  test(`a password is told its worth in words while it is typed or pasted: ${name}`, async () => {
    const { page, assertNoErrors } = await visit(browser, url, options)
    await page.goto('/register')
    const field = page.locator('input[autocomplete="new-password"]')
    const worth = page.getByRole('status')

    await field.fill('tulpen')
    await worth.getByText('A little longer').waitFor()
    await look(page, `new-password-short-${name}`)
    await field.fill('password2026!')
    await worth.getByText('Easy to guess').waitFor()
    await look(page, `new-password-weak-${name}`)
    const elsewhere = page.locator('input[autocomplete="name"]')
    await elsewhere.fill('kitchen lamp violet otter')
    await elsewhere.press('ControlOrMeta+a')
    await elsewhere.press('ControlOrMeta+c')
    await elsewhere.fill('Anna')
    await field.press('ControlOrMeta+a')
    await field.press('ControlOrMeta+v')
    await worth.getByText('Good, hard to guess').waitFor()
    assert.equal(await field.getAttribute('type'), 'password')
    await page.getByRole('button', { name: 'Show the password' }).click()
    assert.equal(await field.getAttribute('type'), 'text')
    await look(page, `new-password-good-${name}`)
    assertNoErrors()
    await page.context().close()
  })
}

test('what the server refuses is said at the field, and in German too', async () => {
  const { page } = await visit(browser, url, { ...phone, locale: 'de-DE' })
  await page.goto('/register')
  await page.locator('input[autocomplete="name"]').fill('Anna')
  await page.locator('input[autocomplete="username"]').fill('anna@example.org')
  await page.locator('input[autocomplete="new-password"]').fill('Basketball Basketball')
  await page.getByRole('status').getByText('Leicht zu erraten').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('Das ist eines der ersten').waitFor()
  await look(page, 'new-password-refused-german')
})
