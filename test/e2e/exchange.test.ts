import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { demoEmails, demoPassword } from '#server/demo/fill-demo.ts'
import { freePort, startHoneyDue, type HoneyDue } from '../honeydue-process.ts'
import { desktop, launch, look, phone, visit, type Visitor } from './browser.ts'

let honeyDue: HoneyDue
let browser: Browser
let folder: string
let url: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'honeydue-exchange-'))
  const port = await freePort()
  url = `http://localhost:${port}`
  honeyDue = startHoneyDue(['all', '--demo', '--data', folder], port)
  await honeyDue.ready
  browser = await launch()
})
after(async () => {
  await browser.close()
  await honeyDue.stop()
  await rm(folder, { recursive: true, force: true })
})

async function signedIn(options: BrowserContextOptions): Promise<Visitor> {
  const visitor = await visit(browser, url, options)
  const { page } = visitor
  await page.goto('/sign-in')
  await page.getByLabel('Email address').fill(demoEmails[0])
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${url}/`)
  await page.getByRole('navigation').first().waitFor()
  return visitor
}

for (const [name, options] of [
  ['desktop-light', desktop],
  ['phone-dark', { ...phone, colorScheme: 'dark' }]
] as const) {
  test(`an address for the calendar is made, read by a program, and revoked: ${name}`, async () => {
    const { page, assertNoErrors } = await signedIn(options)
    await page.goto('/settings')
    await page.getByText('Ring when something is due').click()
    await page.getByRole('button', { name: 'Make an address' }).click()
    const dialog = page.getByRole('dialog', { name: 'Your calendar address' })
    const address = await dialog.getByLabel('Address', { exact: true }).inputValue()
    await dialog.getByText('Google', { exact: true }).click()
    await look(page, `calendar-address-${name}`)
    assert.equal(
      await dialog.getByRole('link', { name: 'Add to your calendar' }).getAttribute('href'),
      address.replace('http:', 'webcal:')
    )
    const answer = await fetch(address)
    assert.match(await answer.text(), /BEGIN:VEVENT[^]*BEGIN:VALARM/)

    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    const revoke = page.getByRole('button', { name: /^Revoke: Events/ })
    await revoke.waitFor()
    await look(page, `calendar-addresses-${name}`)
    await revoke.click()
    await revoke.waitFor({ state: 'detached' })
    assert.equal((await fetch(address)).status, 404)
    assertNoErrors()
    await page.context().close()
  })
}
