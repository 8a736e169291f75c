import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { register, signIn, verifyRegistration } from '#contract/accounts.ts'
import { guessLimits } from '#server/features/accounts/guess-rules.ts'
import { afterwards } from '../afterwards.ts'
import { freePort, roomyConfig, startHoneyDue } from '../honeydue-process.ts'
import { desktop, launch, look, phone, visit } from './browser.ts'

const tries = 6

async function start(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-limits-'))
  afterwards(t, () => rm(folder, { recursive: true, force: true }))
  const port = await freePort()
  const honeyDue = startHoneyDue(['all', '--config', await roomyConfig(folder), '--data', folder], port)
  afterwards(t, () => honeyDue.stop())
  await honeyDue.ready
  const browser = await launch()
  afterwards(t, () => browser.close())
  return { port, browser }
}

// ASVS 6.3.1
test('whoever must wait before the next password is told for how long, in both languages', async (t) => {
  const { port, browser } = await start(t)
  const looks = [
    { name: 'desktop-light', options: desktop, text: /Try again in (1 minute|\d+ seconds)/ },
    { name: 'desktop-dark', options: { ...desktop, colorScheme: 'dark' }, text: /Try again in/ },
    {
      name: 'phone-light-german',
      options: { ...phone, locale: 'de-DE' },
      text: /Versuch es in (1 Minute|\d+ Sekunden)/
    },
    { name: 'phone-dark', options: { ...phone, colorScheme: 'dark' }, text: /Try again in/ }
  ] as const
  for (const { name, options, text } of looks) {
    const { page } = await visit(browser, `http://localhost:${port}`, options)
    await page.goto('/sign-in')
    await page.getByLabel(/^(Email address|E-Mail-Adresse)$/).fill(`${name}@example.org`)
    const password = page.locator('input[type=password]')
    for (let index = 0; index < tries; index++) {
      await password.fill(`not this one ${index}`)
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/sessions'))
      await password.press('Enter')
      await answered
    }
    await page.getByText(text).waitFor()
    await page.getByText(/Devices you’ve signed in on before|Geräte, auf denen du dich schon einmal/).waitFor()
    await look(page, `sign-in-wait-${name}`)
    await page.context().close()
  }
})

// ASVS 6.3.1
test('while strangers try many accounts, a browser nobody knows asks for the mailed code, in both languages', async (t) => {
  const { port, browser } = await start(t)
  const url = `http://localhost:${port}`
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    return (await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }
  const ada = { email: 'ada@example.org', password: 'sieben rote Tulpen' }
  const profile = { displayName: 'Ada', timeZone: 'Europe/Berlin', language: 'en' }
  const { registrationId } = (await post(register.path, { ...ada, ...profile })) as { registrationId: string }
  const first = await newestCode(url)
  await post(verifyRegistration.path.replace(':registrationId', registrationId), { code: first, transport: 'bearer' })
  for (let index = 0; index < guessLimits.alarm.perNetwork; index++)
    await post(signIn.path, { email: `somebody${index}@example.org`, password: 'stolen', transport: 'bearer' })

  let former = first
  for (const { name, options, title } of [
    { name: 'desktop-light', options: desktop, title: 'One more step' },
    {
      name: 'phone-dark-german',
      options: { ...phone, locale: 'de-DE', colorScheme: 'dark' },
      title: 'Noch ein Schritt'
    }
  ] as const) {
    const { page, assertNoErrors } = await visit(browser, url, options)
    await page.goto('/sign-in')
    await page.getByLabel(/^(Email address|E-Mail-Adresse)$/).fill(ada.email)
    await page.locator('input[type=password]').fill(ada.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: title }).waitFor()
    await look(page, `sign-in-mailed-code-${name}`)
    former = await newestCode(url, former)
    await page.locator('.code-field input').fill(former)
    await page.keyboard.press('Enter')
    await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'))
    assertNoErrors()
    await page.context().close()
  }
})

/** The newest code that was mailed, once it is another one than before. */
async function newestCode(url: string, former?: string): Promise<string> {
  for (;;) {
    const mails = await (await fetch(`${url}/dev/mail.json`)).text()
    const code = /"code":"(\d{8})"/.exec(mails)?.[1]
    if (code !== undefined && code !== former) return code
  }
}
