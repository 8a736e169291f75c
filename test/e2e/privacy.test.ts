import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import type { BrowserContextOptions } from 'playwright-core'
import { demoEmails } from '#server/demo/fill-demo.ts'
import { unzip } from '../unzip.ts'
import { desktop, look, phone, type Visitor } from './browser.ts'
import { demoHousehold } from './demo-household.ts'

const { signedIn } = await demoHousehold({ after })

async function atSecurity(options: BrowserContextOptions, email: string): Promise<Visitor> {
  const visitor = await signedIn(options, email)
  const { page } = visitor
  await page.goto('/settings/security')
  await page.getByRole('heading', { name: 'Delete your account' }).waitFor()
  await page.waitForLoadState('networkidle')
  return visitor
}

for (const [name, options] of [
  ['desktop-light', desktop],
  ['phone-dark', { ...phone, colorScheme: 'dark' }]
] as const) {
  test(`who is the last owner is told which home to hand over before the account can go: ${name}`, async () => {
    const { page, assertNoErrors } = await atSecurity(options, demoEmails[0])
    await page.getByRole('button', { name: 'Delete my account' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Delete your account?' })
    await dialog
      .getByRole('link', { name: /^Hand over / })
      .first()
      .waitFor()
    assert.equal(await dialog.getByRole('button', { name: 'Delete in seven days' }).count(), 0)
    await look(page, `delete-account-owner-${name}`)
    await dialog
      .getByRole('link', { name: /^Hand over / })
      .first()
      .click()
    await page.getByRole('heading', { name: 'People', exact: true }).waitFor()
    assertNoErrors()
    await page.context().close()
  })

  test(`the file with all that one can read is made, downloaded, and holds it: ${name}`, async () => {
    const { page, assertNoErrors } = await atSecurity(options, demoEmails[0])
    await page.getByRole('button', { name: /^Make (the file|a new one)$/ }).click()
    await page.getByText(/^Ready: /).waitFor()
    await look(page, `export-${name}`)
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download' }).click()
    const download = await saving
    assert.equal(download.suggestedFilename(), 'honeydue.zip')
    const files = unzip(await readFile(await download.path()))
    assert.equal(JSON.parse(files.get('profile.json') ?? '').email, demoEmails[0])
    assert.ok([...files.keys()].some((path) => path.endsWith('/tasks.csv')))
    assertNoErrors()
    await page.context().close()
  })

  test(`an account is to be deleted, says so on every page, and is kept after all: ${name}`, async () => {
    const { page, assertNoErrors } = await atSecurity(options, demoEmails[1])
    await page.getByRole('button', { name: 'Delete my account' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Delete your account?' })
    await dialog
      .getByText(/stays with the others/)
      .first()
      .waitFor()
    await look(page, `delete-account-${name}`)
    await dialog.getByRole('button', { name: 'Delete in seven days' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.goto('/')
    await page.getByText(/^Your account will be deleted on /).waitFor()
    await look(page, `account-to-be-deleted-${name}`)
    await page.getByRole('link', { name: 'Keep my account' }).click()
    await page.getByRole('button', { name: 'Keep my account' }).click()
    await page.getByText('Your account stays.').waitFor()
    await page
      .getByText(/^Your account will be deleted on /)
      .first()
      .waitFor({ state: 'detached' })
    assertNoErrors()
    await page.context().close()
  })
}
