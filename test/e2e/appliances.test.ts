import assert from 'node:assert/strict'
import { test } from 'node:test'
import { create } from 'qrcode'
import type { Page } from 'playwright-core'
import { demoEmails, demoPassword } from '#server/demo/fill-demo.ts'
import { squaresPath } from '../../web/client/squares-path.ts'
import { desktop, keepPicture, look, phone, visit } from './browser.ts'
import { demoHousehold, emptyHome } from './demo-household.ts'

test('rooms and appliances: from an empty home to what was done to the dishwasher and what it cost', async (t) => {
  const { browser, url, signedIn } = await demoHousehold(t)
  const ada = await signedIn(desktop, demoEmails[0], emptyHome)
  const ben = await signedIn({ ...phone, colorScheme: 'dark' }, demoEmails[1], emptyHome)

  /** The story ends at the first step that fails, with a picture of what each person saw. */
  const step = async (name: string, act: () => Promise<void>) => {
    try {
      await act()
      t.diagnostic(name)
    } catch (error) {
      await keepPicture(ada.page, 'appliances-failed-ada')
      await keepPicture(ben.page, 'appliances-failed-ben')
      throw new Error(name, { cause: error })
    }
  }

  let assetUrl = ''
  await step('Ada finds the first rooms one press away, and adds the dishwasher', async () => {
    const { page } = ada
    await openAssets(page)
    await page.getByText('What is in your home?').waitFor()
    await look(page, 'assets-empty-desktop-light')
    await sent(page, 'POST', () => page.getByRole('button', { name: 'Kitchen', exact: true }).click())
    await page.getByRole('heading', { name: 'Kitchen' }).waitFor()
    await page.getByRole('button', { name: 'Add a room' }).click()
    await page.getByLabel('What is the room called?').fill('Cellar')
    await sent(page, 'POST', () => page.getByRole('button', { name: 'Add this room' }).click())
    await page.getByRole('button', { name: 'Add an appliance' }).first().click()
    await page.getByLabel('What do you call it?').fill('Dishwasher')
    await page.getByRole('combobox', { name: 'Kind' }).fill('Dishw')
    await page.getByRole('option', { name: 'Dishwasher' }).click()
    await page.getByRole('button', { name: /Room/ }).last().click()
    await page.getByRole('option', { name: 'Kitchen' }).click()
    await page.getByText('Model and numbers').click()
    await page.getByLabel('Make', { exact: true }).fill('Miele')
    await page.getByText('Age, price and warranty').click()
    await page.getByLabel('Price', { exact: true }).fill('899')
    await look(page, 'asset-form-desktop-light')
    await sent(page, 'POST', () => page.getByRole('button', { name: 'Add this appliance' }).click())
    await page.getByRole('link', { name: /Dishwasher/ }).waitFor()
    await look(page, 'assets-desktop-light')
  })

  await step('she adds a task for it, does it with a cost, and finds both with the appliance', async () => {
    const { page } = ada
    await page.getByRole('link', { name: /Dishwasher/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Dishwasher' }).waitFor()
    await page.getByText('No task is about it yet.').waitFor()
    await page.getByRole('link', { name: 'Add a task for it' }).click()
    await page.getByLabel('What is to be done?').fill('Clean the filter')
    await page.getByRole('combobox', { name: 'Appliance' }).waitFor()
    await look(page, 'task-form-asset-desktop-light')
    await sent(page, 'POST', () => page.getByRole('button', { name: 'Add task' }).click())
    await page.getByRole('link', { name: /Clean the filter/ }).click()
    await page.getByRole('button', { name: 'Done, with details' }).click()
    await page.getByLabel('Cost', { exact: true }).fill('12.50')
    await sent(page, 'POST', () => page.getByRole('button', { name: 'Done', exact: true }).last().click())
    await page.getByText('Spent since').waitFor()
    await look(page, 'asset-desktop-light')
    assetUrl = page.url()
  })

  await step('what it needs is looked at and added in one go; what is planned is marked', async () => {
    const { page } = ada
    await page.getByRole('button', { name: 'Add the tasks it needs' }).click()
    await page.getByRole('checkbox', { name: 'Run the dishwasher hot and empty' }).waitFor()
    await look(page, 'asset-ideas-desktop-light')
    await page.getByRole('button', { name: 'See the plan' }).click()
    await page.getByRole('heading', { name: /^\d+ tasks?$/ }).waitFor()
    await sent(page, 'POST', () => page.getByRole('button', { name: /^Add \d+ tasks?$/ }).click())
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: /Run the dishwasher hot and empty/ }).waitFor()
    await ben.page.goto(page.url())
    await ben.page.getByRole('button', { name: 'Add the tasks it needs' }).click()
    await ben.page.getByText('Planned already').first().waitFor()
    await look(ben.page, 'asset-ideas-planned-phone-dark')
    await ben.page.keyboard.press('Escape')
    await ben.page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  await step('its warranty is kept where it stands, and says until when it holds', async () => {
    const { page } = ada
    await page.getByText('No paper is linked to it yet.').waitFor()
    await page.getByRole('button', { name: 'Add a paper' }).click()
    await page.getByLabel('What is it?').fill('Dishwasher warranty')
    const segments = page.getByRole('group', { name: 'Until', exact: true }).getByRole('spinbutton')
    for (const [index, typed] of ['01', '05', '2040'].entries()) {
      await segments.nth(index).focus()
      await page.keyboard.type(typed)
    }
    await look(page, 'paper-form-linked-desktop-light')
    await sent(page, 'POST', () => page.getByRole('button', { name: 'Save' }).click())
    await page.getByRole('link', { name: '1 May 2040' }).waitFor()
    await look(page, 'asset-warranty-desktop-light')
    await page.getByRole('link', { name: /^Dishwasher warranty/ }).click()
    await page.getByRole('heading', { level: 1, name: 'Dishwasher warranty' }).waitFor()
    await look(page, 'paper-linked-desktop-light')
    await page.getByRole('link', { name: 'Dishwasher', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Dishwasher', exact: true }).waitFor()
  })

  await step('Ben finds it on his phone, puts it away and takes that back', async () => {
    const { page } = ben
    await openAssets(page)
    await page.getByRole('searchbox').fill('miele')
    await page.getByRole('link', { name: /Dishwasher/ }).waitFor()
    await look(page, 'assets-phone-dark')
    await page.getByRole('link', { name: /Dishwasher/ }).click()
    await page.getByText('Spent since').waitFor()
    await look(page, 'asset-phone-dark')
    await page.getByRole('button', { name: 'More for this appliance' }).click()
    await sent(page, 'PUT', () => page.getByRole('menuitem', { name: 'Put away' }).click())
    await page.getByText(/It is not there any more/).waitFor()
    await sent(page, 'DELETE', () => page.getByRole('button', { name: 'Undo' }).click())
    await page.getByText(/It is not there any more/).waitFor({ state: 'detached' })
  })

  await step('Ada counts its cycles, and the task is due by them or by its date, whichever comes first', async () => {
    const { page } = ada
    await page.getByRole('button', { name: 'Add a meter' }).click()
    await page.getByLabel('What does it count?').fill('Cycles')
    await page.getByRole('button', { name: /hours/ }).click()
    await page.getByRole('option', { name: 'cycles' }).click()
    await sent(page, 'POST', () => page.getByRole('button', { name: 'Add this meter' }).click())
    await read(page, '120')
    await look(page, 'meter-desktop-light')
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Add a task for it' }).click()
    await page.getByLabel('What is to be done?').fill('Descale')
    await page.getByText('By use').click()
    await page.getByRole('button', { name: /Due by a meter/ }).click()
    await page.getByRole('option', { name: 'Cycles' }).click()
    await page.getByRole('textbox', { name: 'Every' }).last().fill('30')
    await look(page, 'task-form-meter-desktop-light')
    await sent(page, 'POST', () => page.getByRole('button', { name: 'Add task' }).click())
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await read(page, '151')
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: /Descale/ }).click()
    await page.getByText('31 cycles since it was done').waitFor()
    await page.getByRole('button', { name: 'Done, with details' }).click()
    await page.getByRole('textbox', { name: 'Meter reading' }).fill('152')
    await look(page, 'complete-meter-desktop-light')
    // pressed by key: what was just said lies over it for a while
    await sent(page, 'POST', () => page.getByRole('button', { name: 'Done', exact: true }).last().press('Enter'))
    await page
      .getByText(/152 cycles/)
      .first()
      .waitFor()
    await look(page, 'asset-meters-desktop-light')
  })

  await step('a label opens the appliance, after signing in where that is needed', async () => {
    const { page } = ada
    await page.getByRole('button', { name: 'More for this appliance' }).click()
    await page.getByRole('menuitem', { name: 'Print a label' }).click()
    const code = page.getByRole('img', { name: 'Opens Dishwasher' })
    await code.waitFor()
    await look(page, 'label-desktop-light')
    const { modules } = create(assetUrl, { errorCorrectionLevel: 'M' })
    assert.equal(await code.locator('path').last().getAttribute('d'), squaresPath(modules.data, modules.size))
    await page.emulateMedia({ media: 'print' })
    await page.getByRole('heading', { name: 'Labels' }).waitFor({ state: 'hidden' })
    await keepPicture(page, 'label-printed')
    await page.emulateMedia({ media: null })

    const carl = await visit(browser, url, phone)
    await carl.page.goto(assetUrl)
    await carl.page.getByLabel('Email address').fill(demoEmails[1])
    await carl.page.locator('input[type=password]').fill(demoPassword)
    await carl.page.keyboard.press('Enter')
    await carl.page.getByRole('heading', { level: 1, name: 'Dishwasher' }).waitFor()
    assert.equal(carl.page.url(), assetUrl)
  })

  ada.assertNoErrors() // Chromium calls the refusal below one
  await step('a reading that was taken without a connection waits, and is shown when it cannot be', async () => {
    const { page } = ada
    await page.goto(assetUrl)
    await ben.page.goto(assetUrl)
    await ben.page
      .getByText(/152 cycles/)
      .first()
      .waitFor()
    await look(ben.page, 'asset-meters-phone-dark')
    await page
      .getByRole('link', { name: /Descale/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Done, with details' }).click()
    await page.getByRole('textbox', { name: 'Meter reading' }).fill('100')
    await ada.duringOutage(async () => {
      await page.context().setOffline(true)
      await page.getByRole('button', { name: 'Done', exact: true }).last().click()
      await page.getByText('1 thing waits to be sent.').waitFor()
      await page.context().setOffline(false)
      await page.getByText('1 thing could not be sent.').waitFor()
    })
    await page.getByRole('link', { name: 'See the list' }).click()
    await page.getByText('Meter: 100').waitFor()
    await look(page, 'reading-refused-desktop-light')
    await sent(page, 'POST', () => page.getByRole('button', { name: 'Send without the reading' }).click())
    await page.getByText('Nothing waits').waitFor()
  })
  ben.assertNoErrors()
})

/** Opens the meter and writes down what it shows. */
async function read(page: Page, value: string): Promise<void> {
  await page.getByRole('button', { name: /^Cycles (No reading|\d)/ }).click()
  await page.getByRole('textbox', { name: 'It shows' }).fill(value)
  await sent(page, 'POST', () => page.getByRole('button', { name: 'Write it down' }).click())
  await page.getByRole('dialog').getByText(`${value} cycles`).waitFor()
}

async function openAssets(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Home', exact: true }).click()
  await page.getByRole('link', { name: 'See rooms and appliances' }).click()
  await page.getByRole('heading', { level: 1, name: 'Rooms and appliances' }).waitFor()
}

/** Does it and waits for the server's answer to what it sends. */
async function sent(page: Page, method: string, act: () => Promise<void>): Promise<void> {
  const answered = page.waitForResponse((response) => response.request().method() === method && response.ok())
  await Promise.all([answered, act()])
}
