import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { demoEmails, demoPassword } from '#server/demo/fill-demo.ts'
import { freePort, roomyConfig, startHoneyDue } from '../honeydue-process.ts'
import { noise } from '../picture.ts'
import { desktop, keepPicture, launch, look, phone, visit, type Visitor } from './browser.ts'

// ASVS 14.3.1
test('without a network: the client opens, shows the last state, sends what was done exactly once and forgets all of it with its person', async (t) => {
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
  const ben = (people['ben'] = await come(desktop, demoEmails[1]))
  let home = { id: '', today: '' }
  const taskIds = new Map<string, string>()
  const historyOf = async (title: string) =>
    (await api<{ items: Done[] }>(ben.page, 'GET', `/api/tasks/${taskIds.get(title)}/completions`)).items

  await step('Ada looks at her day, the board and some tasks, and the client is kept', async () => {
    await ada.page.evaluate(workerIsReady)
    assert.deepEqual(await hindrances(ada.page), [])
    const { items } = await api<{ items: (typeof home & { name: string })[] }>(ada.page, 'GET', '/api/residences')
    home = items.find(({ name }) => name === 'Birch Street 12') ?? home
    for (const title of ['Oil the hinges', 'Fix the gate', 'Bleed the radiators', 'Sweep the yard']) {
      const body = { title, schedule: { kind: 'once' }, startOn: '2020-01-02' }
      const { id } = await api<{ id: string }>(ada.page, 'POST', `/api/residences/${home.id}/tasks`, body)
      taskIds.set(title, id)
    }
    await toPage(ada.page, 'Board')
    await ada.page.getByRole('tab', { name: 'Late' }).waitFor()
    await ada.page.goto('/')
    for (const title of ['Fix the gate', 'Bleed the radiators']) {
      await ada.page.getByRole('link', { name: new RegExp(title) }).click()
      await ada.page.getByRole('dialog').getByRole('button', { name: 'Done, with details' }).waitFor()
      await ada.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    }
    const looked = ['Fix the gate', 'Bleed the radiators'].map((title) => `/api/tasks/${taskIds.get(title)}`)
    await ada.page.waitForFunction(isKept, ['/api/me', '/api/residences?', '/api/today', '/board', ...looked])
  })

  await step('server gone and network cut, the reloaded page shows what was there, and from when', async () => {
    await ada.duringOutage(async () => {
      await honeyDue.stop('SIGKILL')
      // on its way when nobody answers, it may have arrived: it is sent to be sure, and then undone
      await doneAndBack(ada.page, 'Sweep the yard')
      await ada.page.context().setOffline(true)
      await ada.page.reload()
      await ada.page.getByText(/You’re offline. This is as of \d\d:\d\d/).waitFor()
      await ada.page.getByRole('link', { name: /Return the borrowed ladder/ }).waitFor()
      await look(ada.page, 'offline-today-phone-light')
      await toPage(ada.page, 'Board')
      await ada.page.getByRole('tab', { name: 'Late' }).waitFor()
      await ada.page.reload()
      await ada.page.getByRole('tab', { name: 'Late' }).waitFor()
      await ada.page.getByText(/This is as of/).waitFor()
      // what nobody has looked at here opens too, and says what it lacks
      await ada.page.goto('/settings/security')
      await ada.page.getByText('No connection').first().waitFor()
      await ada.page.goto('/')
    })
  })

  await step('she does some things, with a note and photos, and takes one back', async () => {
    await ada.duringOutage(async () => {
      await doneAndBack(ada.page, 'Oil the hinges')
      await ada.page.getByRole('button', { name: 'Done: Oil the hinges' }).click()
      await ada.page.getByText('1 thing waits to be sent.').waitFor()
      await doneWithDetails(ada.page, 'Fix the gate', 'With the long screws', 1)
      await doneWithDetails(ada.page, 'Bleed the radiators', 'All but the attic', 2)
      await ada.page.getByText('3 things wait to be sent.').waitFor()
    })
  })

  await step('all of it is there after a reload, with a clock that is three days ahead', async () => {
    await ada.duringOutage(async () => {
      await ada.page.addInitScript(putClockOn, 3 * 86_400_000)
      await ada.page.reload()
      await ada.page.getByText('3 things wait to be sent.').waitFor()
      await look(ada.page, 'offline-waiting-today-phone-light')
      await toPage(ada.page, 'Board')
      await ada.page.getByRole('tab', { name: 'Done' }).click()
      await ada.page.getByText('Waiting to be sent').first().waitFor()
      await look(ada.page, 'offline-waiting-board-phone-light')
      await ada.page.getByRole('link', { name: 'See the list' }).click()
      await ada.page.getByText('With the long screws').waitFor()
      await look(ada.page, 'offline-waiting-list-phone-light')
      await ada.page.goto('/settings')
      await ada.page.getByRole('button', { name: 'Sign out' }).click()
      await ada.page
        .getByRole('alertdialog')
        .getByText(/3 things you did wait/)
        .waitFor()
      await look(ada.page, 'offline-sign-out-phone-light')
      await ada.page.getByRole('button', { name: 'Stay signed in' }).click()
    })
  })

  await step('the server is killed when the first has arrived, before anybody hears of it', async () => {
    await ben.duringOutage(async () => {
      honeyDue = await start()
      const done = { kind: 'done', dueOn: '2020-01-02' }
      await api(ben.page, 'POST', `/api/tasks/${taskIds.get('Fix the gate')}/completions`, done)
    })
    const arrived = Promise.withResolvers<void>()
    const sent: string[] = []
    // a second tab of hers, which would send the same
    await (await ada.page.context().newPage()).goto('/')
    await ada.page.context().route('**/api/tasks/*/completions', async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      sent.push(route.request().headers()['idempotency-key'] ?? '')
      if (sent.length > 1) return route.continue()
      await route.fetch()
      await honeyDue.stop('SIGKILL')
      await route.abort('connectionreset')
      arrived.resolve()
    })
    await ada.duringOutage(async () => {
      await ada.page.context().setOffline(false)
      await arrived.promise
      await ada.page.getByText(/You’re offline/).waitFor()
      await ada.page.getByText('3 things wait to be sent.').waitFor()
      await ada.page.reload()
      await ada.page.getByText('3 things wait to be sent.').waitFor()
      honeyDue = await start()
      await ada.page.getByText('1 thing could not be sent.').waitFor()
      await ada.page.getByText(/waits? to be sent\./).waitFor({ state: 'detached' })
      await ada.page.getByText(/You’re offline/).waitFor({ state: 'detached' })
    })
    assert.equal(sent[1], sent[0], 'the same key again')
    assert.equal(new Set(sent).size, sent.length - 1, 'and every other one once, from one tab')
  })

  await step('each was done once, on the day it was done, and the photos are there once', async () => {
    const hinges = await historyOf('Oil the hinges')
    assert.deepEqual(
      hinges.map(({ completedOn }) => completedOn),
      [home.today]
    )
    const radiators = await historyOf('Bleed the radiators')
    assert.deepEqual(
      radiators.map(({ completedOn, notes, photos }) => [completedOn, notes, photos.length]),
      [[home.today, 'All but the attic', 2]]
    )
    assert.deepEqual(await historyOf('Sweep the yard'), [])
    assert.equal((await historyOf('Fix the gate')).length, 1)
  })

  await step('what Ben did first is said, and her note and photo are added to his', async () => {
    await ada.page.goto('/waiting')
    await ada.page.getByText(/already done by the time yours arrived\. Ben did it on/).waitFor()
    await look(ada.page, 'offline-refused-phone-light')
    await ada.page.emulateMedia({ colorScheme: 'dark' })
    await ada.page.setViewportSize({ width: 1280, height: 800 })
    await look(ada.page, 'offline-refused-desktop-dark')
    await ada.page.getByRole('button', { name: 'Add to that one' }).click()
    await ada.page.getByText('Nothing waits').waitFor()
    const [gate, ...more] = await historyOf('Fix the gate')
    assert.deepEqual([gate?.notes, gate?.photos.length, more.length], ['With the long screws', 1, 0])
    ben.assertNoErrors() // to hers Chromium has added the 409
  })

  await step('when a session has ended, the next answer takes along what was kept', async () => {
    await ben.page.waitForFunction(isKept, ['/api/me'])
    await ben.page.context().clearCookies()
    await ben.page.goto('/')
    await ben.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await ben.page.waitForFunction(isKept, [])
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

type Done = { completedOn: string; notes: string | null; photos: unknown[] }

/** Asks the API as the person of the page. */
async function api<T>(page: Page, method: string, path: string, body?: object): Promise<T> {
  const { status, text } = await page.evaluate(
    async ([asked, address, sent]) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(address, { method: asked, ...(sent !== '' && { headers, body: sent }) })
      return { status: response.status, text: await response.text() }
    },
    [method, path, body === undefined ? '' : JSON.stringify(body)] as const
  )
  assert.ok(status < 300, `${method} ${path}: ${status} ${text}`)
  return JSON.parse(text) as T // by the contract
}

async function doneAndBack(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: `Done: ${title}` }).click()
  await page.getByText('1 thing waits to be sent.').waitFor()
  await page.getByRole('button', { name: `Undo: ${title}` }).click()
  await page.getByRole('button', { name: `Done: ${title}` }).waitFor()
}

async function doneWithDetails(page: Page, title: string, note: string, photos: number): Promise<void> {
  await page.getByRole('link', { name: new RegExp(title) }).click()
  await page.getByRole('button', { name: 'Done, with details' }).click()
  const files = await Promise.all(
    Array.from({ length: photos }, async (_, index) => ({
      name: `photo-${index + 1}.jpg`,
      mimeType: 'image/jpeg',
      buffer: await noise(300, 80)
    }))
  )
  await page.locator('input[type=file][multiple]').setInputFiles(files)
  const dialog = page.getByRole('dialog', { name: new RegExp(title) }).last()
  await dialog.getByLabel('What was done').fill(note)
  await dialog.getByRole('button', { name: 'Done', exact: true }).click()
  await page.getByRole('dialog').first().waitFor({ state: 'detached' })
}

/** Runs in each page from its beginning. */
function putClockOn(milliseconds: number): void {
  const Real = Date
  globalThis.Date = class extends Real {
    constructor(...given: unknown[]) {
      // as Date takes them
      super(...((given.length === 0 ? [Real.now() + milliseconds] : given) as [number]))
    }
    static override now(): number {
      return Real.now() + milliseconds
    }
  } as DateConstructor
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
