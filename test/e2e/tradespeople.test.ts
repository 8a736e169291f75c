import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noise, pdf } from '../picture.ts'
import { desktop, look, phone, visit } from './browser.ts'
import { demoHousehold } from './demo-household.ts'

const cards = [
  'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mario Rossi\r\nORG:Rossi Plumbing\r\nTEL:+49 30 5550 100\r\nCATEGORIES:Plumber\r\nEND:VCARD',
  'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Aunt Erna\r\nTEL:030 1\r\nEND:VCARD',
  'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Cut Off'
].join('\r\n')

test('a plumber from the address book does one job by a link on a phone, without an account, and it is accepted', async (t) => {
  const { browser, url, signedIn } = await demoHousehold(t)
  const ada = await signedIn(desktop)
  const mario = await visit(browser, url, { ...phone, colorScheme: 'dark' })
  let link = ''

  await t.test('a file of cards is looked at, and one of them added', async () => {
    const { page } = ada
    await page.getByRole('navigation').getByRole('link', { name: 'Home', exact: true }).click()
    await page.getByRole('link', { name: 'See tradespeople' }).click()
    await page.getByRole('button', { name: 'Bring in cards' }).click()
    const file = { name: 'contacts.vcf', mimeType: 'text/vcard', buffer: Buffer.from(cards) }
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file)
    await page.getByText('1 card couldn’t be read').waitFor()
    await page.getByText('Line 13, Cut Off').waitFor()
    await page.getByText('Mario Rossi').click()
    await look(page, 'cards-desktop-light')
    await page.getByRole('button', { name: 'Add 1 tradesperson' }).click()
    await page.getByRole('link', { name: /^Mario Rossi/ }).waitFor()
    ada.assertNoErrors()
  })

  await t.test('a link to one job is made and shown once', async () => {
    const { page } = ada
    await page.getByRole('navigation').getByRole('link', { name: 'Board', exact: true }).click()
    await page
      .getByRole('link', { name: /Fix the dripping kitchen tap/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Give somebody a link' }).click()
    await page.getByRole('button', { name: /Tradesperson/ }).click()
    await page.getByRole('option', { name: 'Mario Rossi' }).click()
    await look(page, 'guest-invite-desktop-light')
    await page.getByRole('button', { name: 'Make the link' }).click()
    link = await page.getByLabel('Link to the job').inputValue()
    assert.match(link, /\/job#hdg_[\w-]{43}$/)
    ada.assertNoErrors()
  })

  await t.test('the guest sees the job, adds a photo and the invoice, and says done', async () => {
    const { page } = mario
    await page.goto(link)
    await page.getByRole('heading', { name: 'Fix the dripping kitchen tap' }).waitFor()
    await look(page, 'guest-job-phone-dark')
    await page.locator('input[type=file][multiple]').setInputFiles({
      name: 'tap.jpg',
      mimeType: 'image/jpeg',
      buffer: await noise(300, 70)
    })
    await page
      .locator('input[type=file][accept*=pdf]')
      .setInputFiles({ name: 'invoice.pdf', mimeType: 'application/pdf', buffer: pdf() })
    await page.getByText('invoice.pdf').waitFor()
    await page.getByLabel('What you did').fill('New washer, tested twice')
    await page.getByLabel('Amount of the invoice').fill('89.50')
    await page.locator('progress').first().waitFor({ state: 'detached' })
    await look(page, 'guest-done-phone-dark')
    await page.getByRole('button', { name: 'It’s done' }).click()
    await page.getByText('Thank you', { exact: true }).waitFor()
    await page.reload()
    await page.getByText('Thank you', { exact: true }).waitFor()
    await look(page, 'guest-waiting-phone-dark')
    mario.assertNoErrors()
  })

  await t.test('the household finds it waiting, looks at it and accepts it', async () => {
    const { page } = ada
    await page.goto('/')
    await page.getByRole('link', { name: /Fix the dripping kitchen tap: look at what was done/ }).click()
    await page.getByText('Waiting for you: Mario Rossi says that it’s done').waitFor()
    await page.getByText('New washer, tested twice').waitFor()
    await look(page, 'guest-work-desktop-light')
    await page.getByRole('radio', { name: '5 ★' }).check({ force: true })
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByText('Fix the dripping kitchen tap is done').waitFor()
    await page.getByRole('button', { name: 'Accept' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Invoice', exact: true }).waitFor()
    await look(page, 'guest-accepted-desktop-light')
    await mario.page.reload()
    await mario.page.getByText('Accepted', { exact: true }).waitFor()
    ada.assertNoErrors()
    mario.assertNoErrors()
  })

  await t.test('the invoice is a paper, on the page of who wrote it', async () => {
    const { page } = ada
    await page.goto('/')
    await page.getByRole('navigation').getByRole('link', { name: 'Home', exact: true }).click()
    await page.getByRole('link', { name: 'See tradespeople' }).click()
    await page.getByRole('link', { name: /^Mario Rossi/ }).click()
    const paper = page.getByRole('link', { name: /^Fix the dripping kitchen tap Invoice/ })
    await paper.waitFor()
    await look(page, 'contractor-papers-desktop-light')
    await paper.click()
    await page.getByRole('link', { name: 'Mario Rossi', exact: true }).waitFor()
    await look(page, 'paper-invoice-desktop-light')
    ada.assertNoErrors()
  })
})
