import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { desktop, look, phone } from './browser.ts'
import { demoHousehold } from './demo-household.ts'

const { signedIn } = await demoHousehold({ after })

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

const list = [
  'Erledigen,Wann,Wie oft?',
  'Teppich klopfen,2026-12-01,every 3 months',
  'Lampe tauschen,,',
  'Etwas anderes,irgendwann,'
].join('\n')

for (const [name, options] of [
  ['desktop-dark', { ...desktop, colorScheme: 'dark' }],
  ['phone-light', phone]
] as const) {
  test(`a list is looked at, its columns named, and brought in; again nothing is doubled; it is taken out again: ${name}`, async () => {
    const { page, assertNoErrors } = await signedIn(options)
    await page.goto('/home')
    await page.getByRole('link', { name: 'Bring in a list' }).click()
    await page.getByRole('heading', { name: 'Lists in and out' }).waitFor()
    await look(page, `lists-${name}`)
    const file = {
      name: `liste-${name}.csv`,
      mimeType: 'text/csv',
      buffer: Buffer.from(list.replaceAll('ppich', `ppich ${name}`))
    }
    const choose = () => page.locator('input[type=file]').setInputFiles(file)
    await choose()
    await page.getByText('What the columns mean').waitFor()
    for (const [column, use] of [
      ['Erledigen', 'Title'],
      ['Wann', 'Date'],
      ['Wie oft?', 'How often']
    ] as const) {
      await page.getByRole('button', { name: new RegExp(`${column.replace('?', '\\?')}$`) }).click()
      await page.getByRole('option', { name: use, exact: true }).click()
    }
    await page.getByRole('button', { name: 'Read it so' }).click()
    await page.getByText('The date can’t be read. (irgendwann)').waitFor()
    await look(page, `list-preview-${name}`)
    await page.getByRole('button', { name: /^Bring in \d task/ }).click()
    await page.getByRole('heading', { name: /(is|are) here now$/ }).waitFor()
    await look(page, `list-result-${name}`)
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save the report' }).click()
    assert.equal((await saving).suggestedFilename(), `liste-${name}.csv.txt`)

    const taking = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Tasks as a table (CSV)' }).click()
    const taken = await taking
    assert.equal(taken.suggestedFilename(), 'honeydue-tasks.csv')
    assert.match(await readFile(await taken.path(), 'utf8'), new RegExp(`Teppich ${name} klopfen`))
    await page.locator('input[type=file]').setInputFiles(await taken.path())
    await page.getByText('There is nothing new in it.').waitFor()
    assertNoErrors()
    await page.context().close()
  })
}
