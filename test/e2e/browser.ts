import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type CDPSession, type Page } from 'playwright-core'
import { browserPath } from '../browser.ts'
import { root } from '../source-files.ts'

/** Pictures of what the stories saw; git-ignored, for people to look at. */
const screenshots = join(root, 'test/screenshots')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Root may not use the sandbox; the rest keeps the browser from looking for its maker's servers. */
const args = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run'
]

export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
export const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 800 } }

export function launch(): Promise<Browser> {
  const executablePath = browserPath()
  assert.ok(executablePath, 'Chromium is installed: npm run pretest says how')
  return chromium.launch({ executablePath, args })
}

/** A person at a browser of their own. What its console calls an error fails the test by `assertNoErrors`. */
export type Visitor = {
  readonly page: Page
  /** Chromium reports each request to a stopped server as an error, whatever the page makes of it: not one while `act` runs. */
  duringOutage(act: () => Promise<void>): Promise<void>
  /** `but`: those that the story means to happen. */
  assertNoErrors(but?: RegExp): void
}

export async function visit(browser: Browser, url: string, options: BrowserContextOptions): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    ...options
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const errors: string[] = []
  let outage = false
  page.on('console', (message) => {
    if (message.type() !== 'error' || (outage && unreachable.test(message.text()))) return
    errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(String(error)))
  return {
    page,
    duringOutage: async (act) => {
      outage = true
      await act()
      outage = false
    },
    assertNoErrors: (but) =>
      assert.deepEqual(
        errors.filter((error) => but === undefined || !but.test(error)),
        []
      )
  }
}

/** Puts an authenticator into the browser that unlocks at once (WebAuthn Level 3 §11). */
export async function withAuthenticator(page: Page): Promise<{ client: CDPSession; authenticatorId: string }> {
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true
    }
  })
  return { client, authenticatorId }
}

/** What Chromium says of a request to a server that is down, or that goes down in the middle. */
const unreachable =
  /^Failed to load resource: net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|INTERNET_DISCONNECTED)$/

/** WCAG 2.2 A and AA, as far as axe can tell. */
export async function assertAccessible(page: Page, screen: string): Promise<void> {
  await page.evaluate(`globalThis.axe || ${axe}`)
  const found = await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: Violation[] }> }
    } // injected the line before
    const { violations } = await checker.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    })
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`)
  })
  assert.deepEqual(found, [], screen)
}
type Violation = { id: string; help: string; nodes: { html: string }[] }

/** Keeps a picture and looks for what axe finds. */
export async function look(page: Page, screen: string): Promise<void> {
  await keepSettled(page, screen)
  await assertAccessible(page, screen)
}

/** A picture, once nothing stands there pale because its successor is awaited. */
export async function keepSettled(page: Page, name: string): Promise<void> {
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' })
  await page.evaluate(async () => {
    const { document } = globalThis as unknown as { document: { getAnimations(): { finished: Promise<unknown> }[] } } // a page
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
  })
  await keepPicture(page, name)
}

/** As it stands, also when something went wrong. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `${name}.png`) })
}
