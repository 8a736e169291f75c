import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { afterwards } from '../afterwards.ts'
import { freePort, roomyConfig, startHoneyDue } from '../honeydue-process.ts'
import { desktop, launch, look, phone, visit } from './browser.ts'

const tries = 6

// ASVS 6.3.1
test('whoever must wait before the next password is told for how long, in both languages', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-limits-'))
  afterwards(t, () => rm(folder, { recursive: true, force: true }))
  const port = await freePort()
  const honeyDue = startHoneyDue(['all', '--config', await roomyConfig(folder), '--data', folder], port)
  afterwards(t, () => honeyDue.stop())
  await honeyDue.ready
  const browser = await launch()
  afterwards(t, () => browser.close())

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
