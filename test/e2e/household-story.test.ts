import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { freePort, roomyConfig, startHoneyDue } from '../honeydue-process.ts'
import { desktop, keepPicture, launch, look, phone, visit } from './browser.ts'
import { mailedCode } from './mailed-code.ts'

const password = 'seven slow herons at noon'

test('two people, one home: register, plan, share, complete with cost and note, undo, and all of it after a power cut', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-e2e-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const port = await freePort()
  const config = await roomyConfig(folder)
  const start = async () => {
    const honeyDue = startHoneyDue(['all', '--config', config, '--data', folder], port)
    t.after(() => honeyDue.stop('SIGKILL'))
    await honeyDue.ready
    return honeyDue
  }
  /** The story ends at the first step that fails, with a picture of what each person saw. */
  const step = async (name: string, act: () => Promise<void>) => {
    try {
      await act()
      t.diagnostic(name)
    } catch (error) {
      await keepPicture(ada.page, 'failed-ada')
      await keepPicture(ben.page, 'failed-ben')
      throw new Error(name, { cause: error })
    }
  }
  let honeyDue = await start()
  const url = `http://localhost:${port}`
  const browser = await launch()
  t.after(() => browser.close())
  const ada = await visit(browser, url, desktop)
  const ben = await visit(browser, url, { ...phone, colorScheme: 'dark' })

  await step('Ada registers with the mailed code and names her home', async () => {
    await ada.page.goto('/register')
    await ada.page.getByLabel('Your name').waitFor()
    await look(ada.page, 'register-desktop-light')
    await register(ada.page, url, { name: 'Ada', email: 'ada@example.org' })
    await ada.page.getByLabel('What do you call it?').fill('Birch Street 12')
    await look(ada.page, 'welcome-desktop-light')
    await ada.page.getByRole('button', { name: 'Add this home' }).click()
    await ada.page.getByRole('heading', { name: 'What is in your home?' }).waitFor()
    await look(ada.page, 'set-up-desktop-light')
    await ada.page.getByRole('link', { name: 'Board', exact: true }).first().click()
    await ada.page.getByRole('heading', { name: 'Board' }).waitFor()
    await look(ada.page, 'board-empty-desktop-light')
  })

  await step('she plans a recurring task whose schedule reads back as a sentence', async () => {
    await ada.page.getByRole('link', { name: 'Add a task' }).first().click()
    await ada.page.getByLabel('What is to be done?').fill('Replace the ventilation filter')
    await ada.page.getByText('Again and again').last().click()
    await ada.page.getByRole('textbox', { name: 'Every' }).fill('3')
    await ada.page.keyboard.press('Tab')
    await ada.page.getByText(/^Every 3 months on the \d+/).waitFor()
    await look(ada.page, 'task-form-desktop-light')
    await ada.page.getByRole('button', { name: 'Add task' }).click()
    await ada.page.getByText('Replace the ventilation filter').first().waitFor()
  })

  await step('she invites Ben, who joins on his phone and sees the same board', async () => {
    await ada.page.getByRole('link', { name: 'Home', exact: true }).click()
    await ada.page.getByRole('link', { name: /People and invitations/ }).click()
    await ada.page.getByRole('button', { name: 'Make a code' }).click()
    await look(ada.page, 'invite-desktop-light')
    const shown = /[0-9A-Z]{5} [0-9A-Z]{5}/.exec(await ada.page.getByRole('dialog').innerText())?.[0] ?? ''
    await ada.page.keyboard.press('Escape')
    await ben.page.goto('/register')
    await register(ben.page, url, { name: 'Ben', email: 'ben@example.org' })
    await ben.page.goto('/join')
    await ben.page.getByLabel('Code').fill(shown)
    await look(ben.page, 'join-phone-dark')
    await ben.page.getByRole('button', { name: 'Join', exact: true }).click()
    await ben.page.getByText('Welcome to Birch Street 12').first().waitFor()
    await ben.page.getByRole('link', { name: 'Board', exact: true }).click()
    await ben.page.getByText('Replace the ventilation filter').first().waitFor()
    await look(ben.page, 'board-phone-dark')
  })

  await step('Ben completes it with a note and a cost, and Ada sees it in the history', async () => {
    await ben.page.getByText('Replace the ventilation filter').first().click()
    await ben.page.getByRole('button', { name: 'Done, with details' }).click()
    await ben.page.getByLabel('What was done').fill('Very dusty')
    await ben.page.getByLabel('Cost').fill('24.90')
    await look(ben.page, 'complete-phone-dark')
    const saved = ben.page.waitForResponse(
      (response) => response.request().method() === 'POST' && response.url().endsWith('/completions') && response.ok()
    )
    await ben.page.getByRole('button', { name: 'Done', exact: true }).last().click()
    await saved
    await ada.page.getByRole('link', { name: 'History', exact: true }).click()
    await ada.page.getByText('Very dusty').waitFor()
    assert.match(await ada.page.locator('main').innerText(), /24\.90/)
    await look(ada.page, 'history-desktop-light')
  })

  await step('undo gives back the former date', async () => {
    await ada.page.getByRole('button', { name: 'Undo' }).first().click()
    await ada.page.getByText('Very dusty').waitFor({ state: 'detached' })
  })

  await step('after a power cut both find it all again', async () => {
    await ada.page.getByRole('link', { name: 'Board', exact: true }).click()
    await ada.page.getByText('Replace the ventilation filter').first().waitFor()
    const before = await ada.page.locator('main').innerText()
    const cutAndRestore = async () => {
      process.kill(-(honeyDue.child.pid ?? 0), 'SIGKILL')
      process.kill(Number.parseInt(await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8'), 10), 'SIGKILL')
      await honeyDue.exit
      honeyDue = await start()
      await Promise.all([ada.page.reload(), ben.page.reload()])
      await ben.page.getByText('Replace the ventilation filter').first().waitFor()
      await ada.page.getByText('Replace the ventilation filter').first().waitFor()
    }
    await ada.duringOutage(() => ben.duringOutage(cutAndRestore))
    assert.equal(await ada.page.locator('main').innerText(), before)
  })

  ada.assertNoErrors()
  ben.assertNoErrors()
})

async function register(page: Page, url: string, { name, email }: { name: string; email: string }): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Carry on' }).click()
  await page.getByRole('heading', { name: 'Look in your mail' }).waitFor()
  await page.getByLabel('Code').fill(await mailedCode(url, email))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('heading', { name: `Welcome, ${name}` }).waitFor()
}
