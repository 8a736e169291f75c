import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { demoEmails, demoPassword } from '#server/demo/fill-demo.ts'
import { afterwards, type Scope } from '../afterwards.ts'
import { freePort, roomyConfig, startHoneyDue } from '../honeydue-process.ts'
import { launch, visit, type Visitor } from './browser.ts'

/** The home in which the demo keeps no papers, appliances and tradespeople. */
export const emptyHome = 'Cabin by the lake'

export type DemoHousehold = {
  readonly url: string
  readonly browser: Browser
  /** Somebody of the household at a browser of their own: Ada unless another is named, on the first page unless in a home. */
  signedIn(options: BrowserContextOptions, email?: string, home?: string): Promise<Visitor>
  /** A command of the executable beside it, as its operator gives it; what it prints. */
  operator(...args: string[]): Promise<string>
}

export type DemoOptions = Parameters<typeof startHoneyDue>[2] & {
  /** More of config.yaml. */
  readonly config?: string
  /** Files of the secrets folder. */
  readonly secrets?: Readonly<Record<string, string>>
}

/** honeyDue with the demo household, for a test (`demoHousehold(t)`) or a file (`demoHousehold({ after })`). */
export async function demoHousehold(
  scope: Scope,
  { config, secrets = {}, ...start }: DemoOptions = {}
): Promise<DemoHousehold> {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-e2e-'))
  afterwards(scope, () => rm(folder, { recursive: true, force: true }))
  await mkdir(join(folder, 'secrets'), { mode: 0o700 })
  for (const [name, text] of Object.entries(secrets))
    await writeFile(join(folder, 'secrets', name), text, { mode: 0o600 })
  const port = await freePort()
  const place = ['--config', await roomyConfig(folder, config), '--data', folder]
  const honeyDue = startHoneyDue(['all', '--demo', ...place], port, start)
  afterwards(scope, () => honeyDue.stop())
  await honeyDue.ready
  const browser = await launch()
  afterwards(scope, () => browser.close())
  const url = `http://localhost:${port}`
  const signedIn: DemoHousehold['signedIn'] = async (options, email, home) => {
    const visitor = await enter(await visit(browser, url, options), email)
    if (home !== undefined) await toHome(visitor.page, home)
    return visitor
  }
  const operator: DemoHousehold['operator'] = async (...args) => {
    const { code, output } = await startHoneyDue([...args, ...place], await freePort(), start).exit
    assert.equal(code, 0, output)
    return output
  }
  return { url, browser, signedIn, operator }
}

/** Signs in on the first page, in whichever language it speaks. */
export async function enter(visitor: Visitor, email: string = demoEmails[0]): Promise<Visitor> {
  const { page } = visitor
  await page.goto('/sign-in')
  await page.getByLabel(/^(Email address|E-Mail-Adresse)$/).fill(email)
  await page.locator('input[type=password]').fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('main').getByText('Return the borrowed ladder').first().waitFor()
  return visitor
}

/** Goes to the home of that name, which is the one in use from then on. */
export async function toHome(page: Page, name: string): Promise<void> {
  const id = await page.evaluate(async (wanted) => {
    const answer = await fetch('/api/residences')
    const { items } = (await answer.json()) as { items: { id: string; name: string }[] } // by the contract
    return items.find((home) => home.name === wanted)?.id
  }, name)
  await page.goto(`/homes/${id}`)
  await page.getByRole('navigation').getByRole('link', { name: 'Home', exact: true }).waitFor()
}
