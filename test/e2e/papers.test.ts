import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { demoEmails } from '#server/demo/fill-demo.ts'
import { textPdf } from '../pdf.ts'
import { noise } from '../picture.ts'
import { desktop, look, phone, type Visitor } from './browser.ts'
import { demoHousehold, emptyHome } from './demo-household.ts'

test('a warranty with its photo and its PDF: kept from the phone, found and used by the household', async (t) => {
  const { signedIn } = await demoHousehold(t)
  const ada = await signedIn({ ...phone, colorScheme: 'dark' }, demoEmails[0], emptyHome)
  const ben = await signedIn(desktop, demoEmails[1], emptyHome)

  await t.test('the first one, with what its kind has', async () => {
    const { page } = ada
    await toPapers(ada)
    await page.getByText('No papers yet').waitFor()
    await look(page, 'papers-empty-phone-dark')
    await page.getByRole('button', { name: 'Add a paper' }).first().click()
    await page.locator('input[type=file][multiple]').setInputFiles([
      { name: 'sticker.jpg', mimeType: 'image/jpeg', buffer: await noise(300, 80) },
      {
        name: 'Garantie.pdf',
        mimeType: 'application/pdf',
        buffer: textPdf([['Compressor and pump are covered for ten years.']])
      }
    ])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Please fill this in.').waitFor()
    await page.getByLabel('What is it?').fill('Dishwasher warranty')
    await page.getByLabel('Who gives it').fill('Miele')
    await typeDate(ada, 'Until', daysFromNow(20))
    await page.getByText('Whom to turn to').click()
    await page.getByLabel('Phone').fill('+49 (30) 12 34')
    await page.getByLabel('Mail address').fill('help@miele.example')
    await page.getByLabel('What to do').fill('Have the number at hand.\nCall before noon.')
    await page.locator('.photos-item img[src^="/api/files/"]').waitFor()
    await look(page, 'paper-form-phone-dark')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'Dishwasher warranty', level: 1 }).waitFor()
    await page.getByText('20 days left').waitFor()
    await page.getByRole('heading', { name: 'Reminders by mail' }).waitFor()
    await look(page, 'paper-phone-dark')
    assert.equal(await page.getByRole('link', { name: 'Call +49 (30) 12 34' }).getAttribute('href'), 'tel:+49301234')
    const mail = page.getByRole('link', { name: 'Write to help@miele.example' })
    assert.equal(await mail.getAttribute('href'), 'mailto:help%40miele.example?subject=Dishwasher%20warranty')
    ada.assertNoErrors()
  })

  await t.test('the other finds what ends soon, saves the PDF, looks at the picture and changes the date', async () => {
    const { page } = ben
    await toPapers(ben)
    await page.getByRole('heading', { name: 'Ends soon' }).waitFor()
    await look(page, 'papers-desktop-light')
    await page.getByRole('button', { name: /Kind/ }).click()
    await page.getByRole('option', { name: 'Manual' }).click()
    await page.getByText('Nothing of this kind').waitFor()
    await toPapers(ben)
    await page
      .getByRole('link', { name: /Dishwasher warranty/ })
      .first()
      .click()
    await page.getByRole('heading', { name: 'Dishwasher warranty', level: 1 }).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /^Garantie\.pdf/ }).click()
    ])
    assert.match(await readFile(await download.path(), 'latin1'), /^%PDF/)
    await look(page, 'paper-desktop-light')
    await page.getByRole('button', { name: 'Photo 1 of 1: Dishwasher warranty' }).click()
    await page.getByRole('dialog').waitFor()
    await page.getByRole('button', { name: 'Write what it shows' }).click()
    await page.getByLabel('What it shows', { exact: true }).fill('The type plate')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Photo 1 of 1: The type plate').waitFor()
    await look(page, 'paper-caption-desktop-light')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Edit' }).click()
    await typeDate(ben, 'Until', daysFromNow(400))
    await look(page, 'paper-form-desktop-light')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    ben.assertNoErrors()
  })

  await t.test('words inside the PDF and below the picture lead to the paper', async () => {
    const { page } = ada
    await toPapers(ada)
    const search = page.getByRole('searchbox')
    await search.fill('no such word')
    await page.getByText('Nothing found').waitFor()
    await search.fill('type plates ')
    await page.getByText('Below a picture').waitFor()
    await search.fill('compressor')
    await page.getByText('In Garantie.pdf').waitFor()
    await look(page, 'papers-search-phone-dark')
    await page.getByRole('link', { name: /Dishwasher warranty/ }).click()
    await page.getByRole('heading', { name: 'Dishwasher warranty', level: 1 }).waitFor()
    ada.assertNoErrors()
  })

  await t.test('two who edit at once: the second sees it, keeps what was typed and saves again', async () => {
    const { page } = ada
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('textbox', { name: 'Notes' }).fill('In the blue folder')
    await ben.page.getByRole('button', { name: 'Edit' }).click()
    await ben.page.getByRole('button', { name: 'Remove Garantie.pdf' }).click()
    await ben.page.getByLabel('Who gives it').fill('Miele & Cie.')
    await ben.page.getByRole('button', { name: 'Save' }).click()
    await ben.page.getByRole('dialog').waitFor({ state: 'detached' })
    const save = page.getByRole('button', { name: 'Save' })
    await save.click()
    await page.getByRole('alert').waitFor()
    await page.waitForFunction(isTyped, 'Miele & Cie.')
    await save.click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText('In the blue folder').waitFor()
    await page.getByText('Miele & Cie.').waitFor()
    await page.getByRole('link', { name: /^Garantie\.pdf/ }).waitFor({ state: 'detached' })
  })

  await t.test('deleting names what goes', async () => {
    const { page } = ben
    await page.getByRole('button', { name: 'Delete this paper' }).click()
    await page.getByRole('alertdialog', { name: 'Delete Dishwasher warranty?' }).waitFor()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('No papers yet').waitFor()
    ben.assertNoErrors()
  })
})

async function toPapers({ page }: Visitor): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Home', exact: true }).click()
  await page.getByRole('link', { name: 'See the papers' }).click()
  await page.getByRole('heading', { name: 'Papers', level: 1 }).waitFor()
}

function daysFromNow(days: number): Temporal.PlainDate {
  return Temporal.Now.plainDateISO('Europe/Berlin').add({ days })
}

/** In the order of a British reader. */
async function typeDate({ page }: Visitor, label: string, { day, month, year }: Temporal.PlainDate): Promise<void> {
  const segments = page.getByRole('group', { name: label, exact: true }).getByRole('spinbutton')
  for (const [index, value] of [day, month, year].entries()) {
    await segments.nth(index).focus()
    await page.keyboard.type(String(value).padStart(2, '0'))
  }
}

function isTyped(text: string): boolean {
  const { document } = globalThis as unknown as {
    document: { querySelectorAll(of: string): Iterable<{ value: string }> }
  } // a page
  return [...document.querySelectorAll('input')].some(({ value }) => value === text)
}
