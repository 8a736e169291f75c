import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { demoEmails, demoPassword } from '#server/demo/fill-demo.ts'
import { freePort, roomyConfig, startHoneyDue } from '../honeydue-process.ts'
import { keepPicture, launch, look, phone, visit, type Visitor } from './browser.ts'

// ASVS 14.3.1
test('without a network: the client opens, shows the last state and forgets it with its person', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-offline-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  const port = await freePort()
  const config = await roomyConfig(folder)
  const start = async (...more: string[]) => {
    const started = startHoneyDue(['all', ...more, '--config', config, '--data', folder], port)
    t.after(() => started.stop('SIGKILL'))
    await started.ready
    return started
  }
  let honeyDue = await start('--demo')
  const url = `http://localhost:${port}`
  const browser = await launch()
  t.after(() => browser.close())
  const people: Record<string, Visitor> = {}
  const step = async (name: string, act: () => Promise<void>) => {
    try {
      await act()
      t.diagnostic(name)
    } catch (error) {
      for (const [who, { page }] of Object.entries(people)) await keepPicture(page, `failed-offline-${who}`)
      throw new Error(name, { cause: error })
    }
  }
  const come = async (options: BrowserContextOptions, email: string) => {
    const visitor = await visit(browser, url, options)
    await signIn(visitor.page, email)
    return visitor
  }
  const ada = (people['ada'] = await come(phone, demoEmails[0]))

  await step('Ada looks at her day, the board and a task, and the client is kept', async () => {
    await ada.page.evaluate(workerIsReady)
    assert.deepEqual(await hindrances(ada.page), [])
    await toPage(ada.page, 'Board')
    await ada.page.getByRole('tab', { name: /Overdue|Late/ }).waitFor()
    await toPage(ada.page, 'Today')
    await ada.page.getByRole('link', { name: /Return the borrowed ladder/ }).click()
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Done, with details' }).waitFor()
    await ada.page.waitForFunction(isKept, ['/api/me', '/api/residences?', '/api/today', '/board', '/api/tasks/'])
    await toPage(ada.page, 'Today')
  })

  await step('server gone and network cut, the reloaded page shows what was there, and from when', async () => {
    await ada.duringOutage(async () => {
      await Promise.all([honeyDue.stop('SIGKILL'), ada.page.context().setOffline(true)])
      await ada.page.reload()
      await ada.page.getByText(/You’re offline. This is as of \d\d:\d\d/).waitFor()
      await ada.page.getByRole('link', { name: /Return the borrowed ladder/ }).waitFor()
      await look(ada.page, 'offline-today-phone-light')
      await toPage(ada.page, 'Board')
      await ada.page.getByRole('tab', { name: /Overdue|Late/ }).waitFor()
      await ada.page.reload()
      await ada.page.getByText(/This is as of/).waitFor()
      await toPage(ada.page, 'Today')
      await ada.page.getByRole('link', { name: /Return the borrowed ladder/ }).click()
      await ada.page.getByRole('dialog').getByRole('button', { name: 'Done, with details' }).waitFor()
      // what nobody has looked at here opens too, and says what it lacks
      await ada.page.goto('/settings/security')
      await ada.page.getByText('No connection').first().waitFor()
    })
  })

  await step('with the server back the page reads anew by itself', async () => {
    honeyDue = await start()
    await ada.page.context().setOffline(false)
    await ada.page.getByText(/You’re offline/).waitFor({ state: 'detached' })
    await ada.page.goto('/')
    await ada.page.getByRole('link', { name: /Return the borrowed ladder/ }).waitFor()
    ada.assertNoErrors()
  })

  await step('signed out, nothing of hers is left in the browser', async () => {
    await ada.page.goto('/settings')
    await ada.page.getByRole('button', { name: 'Sign out' }).click()
    await ada.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await ada.page.waitForFunction(isKept, [])
    await ada.duringOutage(async () => {
      await ada.page.context().setOffline(true)
      await ada.page.goto('/')
      await ada.page.getByText('Signing in needs a connection').waitFor()
      assert.equal(new URL(ada.page.url()).pathname, '/sign-in')
    })
  })
})

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Email address').fill(email)
  await page.locator('input[type=password]').fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('main').getByText('Return the borrowed ladder').first().waitFor()
}

async function toPage(page: Page, name: string): Promise<void> {
  const open = page.getByRole('dialog').getByRole('button', { name: 'Close' })
  if (await open.isVisible()) await open.click()
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
}

/** What keeps the browser from offering to install it; that this is a private window is the test's own doing. */
async function hindrances(page: Page): Promise<string[]> {
  const devTools = await page.context().newCDPSession(page)
  const { errors } = await devTools.send('Page.getAppManifest')
  const { installabilityErrors } = await devTools.send('Page.getInstallabilityErrors')
  await devTools.detach()
  const found = [...errors.map(({ message }) => message), ...installabilityErrors.map(({ errorId }) => errorId)]
  return found.filter((hindrance) => hindrance !== 'in-incognito')
}

/** What runs in the page; it has no names of this file. */
type Window = {
  navigator: { serviceWorker: { ready: Promise<unknown> } }
  indexedDB: { open(name: string): Pending<Database> }
}
type Pending<T> = { result: T; addEventListener(event: 'success' | 'error', listener: (event: unknown) => void): void }
type Database = {
  transaction(store: string): { objectStore(name: string): { getAll(): Pending<{ url: string }[]> } }
  close(): void
}

/** Active: the whole client is in the browser. */
async function workerIsReady(): Promise<void> {
  await (globalThis as unknown as Window).navigator.serviceWorker.ready
}

/** Whether answers of addresses with these parts are kept; with no parts, whether none is. */
async function isKept(parts: string[]): Promise<boolean> {
  const done = <T>(pending: Pending<T>) =>
    new Promise<T>((resolve, reject) => {
      pending.addEventListener('success', () => resolve(pending.result))
      pending.addEventListener('error', reject)
    })
  const db = await done((globalThis as unknown as Window).indexedDB.open('honeydue'))
  const answers = await done(db.transaction('answers').objectStore('answers').getAll())
  db.close()
  return parts.length === 0
    ? answers.length === 0
    : parts.every((part) => answers.some(({ url }) => url.includes(part)))
}
