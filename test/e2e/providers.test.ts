import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { demoEmails, demoPassword } from '#server/demo/fill-demo.ts'
import { afterwards, type Scope } from '../afterwards.ts'
import { testDatabase } from '../database.ts'
import { freePort, startHoneyDue, type HoneyDue } from '../honeydue-process.ts'
import { identityProvider, type TestProvider } from '../identity-provider.ts'
import { desktop, launch, look, phone, visit } from './browser.ts'

let browser: Browser
let honeyDue: HoneyDue
let url: string
let doubles: Record<'google' | 'apple' | 'home', TestProvider>

/** Of the whole file. */
const scope: Scope = { after }
const database = await testDatabase(scope)

before(async () => {
  const port = await freePort()
  url = `http://localhost:${port}`
  const back = (id: string) => ({ clientId: `us-at-${id}`, redirectUri: `${url}/sign-in/callback/${id}` })
  const team = { teamId: 'ABCDE12345', keyId: 'FGHIJ67890' }
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
  })
  doubles = {
    google: await identityProvider(scope, { ...back('google'), kind: 'google', clientSecret: 'secret' }),
    apple: await identityProvider(scope, { ...back('apple'), kind: 'apple', appleKey: { ...team, publicKey } }),
    home: await identityProvider(scope, { ...back('home'), kind: 'oidc', clientSecret: 'secret' })
  }
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-providers-'))
  afterwards(scope, () => rm(folder, { recursive: true, force: true }))
  const signIn = {
    google: { clientId: 'us-at-google', standIn: doubles.google.url },
    apple: { clientId: 'us-at-apple', ...team, standIn: doubles.apple.url },
    openIdConnect: [{ id: 'home', name: 'Our house', issuer: doubles.home.url, clientId: 'us-at-home' }]
  }
  const files = {
    SECRET_KEY: 'k'.repeat(40),
    GOOGLE_CLIENT_SECRET: 'secret',
    APPLE_SIGN_IN_KEY: privateKey,
    OIDC_HOME_CLIENT_SECRET: 'secret',
    'config.yaml': JSON.stringify({
      rateLimits: { multiplier: 1000 }, // one browser signs in for many people
      database: { url: database.url },
      secretsFolder: folder,
      dataFolder: folder,
      publicUrl: url,
      signIn
    }) // JSON is YAML
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  honeyDue = startHoneyDue(['all', '--demo', '--config', join(folder, 'config.yaml')], port)
  afterwards(scope, () => honeyDue.stop())
  await honeyDue.ready
  browser = await launch()
  afterwards(scope, () => browser.close())
})

/** The code or the link of the newest mail to the address, from the development mailbox: looking until it is there. */
async function mailed(address: string, wanted: RegExp): Promise<string> {
  for (;;) {
    const mails = (await (await fetch(`${url}/dev/mail.json`)).json()) as {
      to: string
      body: (string | { code?: string; url?: string })[]
    }[] // the mailbox' own format
    const actions = mails.filter(({ to }) => to === address).flatMap(({ body }) => body)
    const texts = actions.map((part) => (typeof part === 'object' ? (part.code ?? part.url ?? '') : ''))
    const found = texts.find((text) => wanted.test(text))
    if (found !== undefined) return found
  }
}

async function toSignIn(page: Page, search = ''): Promise<void> {
  await page.goto(`/sign-in${search}`)
  await page.getByRole('button', { name: 'Continue with Google' }).waitFor()
}

for (const [name, options] of [
  ['desktop-light', desktop],
  ['phone-dark', { ...phone, colorScheme: 'dark' }]
] as const) {
  test(`the pages of the providers are accessible: ${name}`, async () => {
    const { page, assertNoErrors } = await visit(browser, url, options)
    await toSignIn(page)
    await look(page, `sign-in-providers-${name}`)
    await page.goto('/register')
    await page.getByRole('button', { name: 'Continue with Our house' }).waitFor()
    await look(page, `register-providers-${name}`)
    doubles.google.person = { sub: `sub-${name}`, email: demoEmails[1], email_verified: true }
    await toSignIn(page)
    await page.getByRole('button', { name: 'Continue with Google' }).click()
    await page.getByRole('heading', { name: 'You already have an account' }).waitFor()
    await look(page, `connect-${name}`)
    await page.goto('/sign-in/callback/google?error=access_denied&state=x')
    await page.getByText('You didn’t finish it there').waitFor()
    await look(page, `provider-cancelled-${name}`)
    doubles.home.person = { sub: `sub-${name}`, email: `${name}@example.org`, email_verified: false }
    await toSignIn(page)
    await page.getByRole('button', { name: 'Continue with Our house' }).click()
    await page.getByRole('heading', { name: 'Prove your address' }).waitFor()
    await look(page, `prove-address-${name}`)
    assert.equal(errorsBut403(assertNoErrors), undefined)
    await page.context().close()
  })
}

/** The page asks for the homes before it knows that the address is to be proved; Chromium reports the refusal. */
function errorsBut403(assertNoErrors: () => void): string | undefined {
  try {
    assertNoErrors()
    return undefined
  } catch (error) {
    const { actual } = error as { actual: string[] } // of assert.deepEqual
    return actual.find((message) => !message.includes('403'))
  }
}

for (const [provider, label] of [
  ['google', 'Google'],
  ['apple', 'Apple'],
  ['home', 'Our house']
] as const) {
  test(`somebody new comes in with ${label} and goes on where they wanted to go`, async () => {
    doubles[provider].person = {
      sub: 'sub-new',
      email: `new-at-${provider}@example.org`,
      email_verified: true,
      name: 'Nora'
    }
    const { page, assertNoErrors } = await visit(browser, url, phone)
    await toSignIn(page, '?next=/settings')
    await page.getByRole('button', { name: `Continue with ${label}` }).click()
    await page.waitForURL(`${url}/settings`)
    await page.getByText(`new-at-${provider}@example.org`).first().waitFor()
    assertNoErrors()
    await page.goBack()
    assert.doesNotMatch(page.url(), /code=|state=/, 'nothing of it stays in the history')
    await page.context().close()
  })
}

test('whoever has an account signs in to it, connects the two, sees it under security, and disconnects it', async () => {
  doubles.google.person = { sub: 'sub-anna', email: demoEmails[0], email_verified: true }
  const { page, assertNoErrors } = await visit(browser, url, desktop)
  await toSignIn(page)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await page.getByRole('link', { name: 'Sign in to connect' }).click()
  await page.getByLabel('Email address').fill(demoEmails[0])
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByRole('heading', { name: 'Sign in with' }).waitFor()
  await page.getByRole('button', { name: 'Disconnect Google' }).waitFor()
  await look(page, 'security-providers-desktop-light')
  doubles.home.person = { sub: 'sub-anna', email: 'elsewhere@example.org', email_verified: true }
  await page.getByRole('button', { name: 'Connect Our house' }).click()
  await page.getByRole('button', { name: 'Disconnect Our house' }).waitFor()
  await page.getByRole('button', { name: 'Disconnect Our house' }).click()
  await page.getByRole('button', { name: 'Connect Our house' }).waitFor()
  assertNoErrors()
  await page.context().close()
})

test('or opens the mailed link in the same browser, with a press', async () => {
  doubles.google.person = { sub: 'sub-ben', email: demoEmails[1], email_verified: true }
  const { page, assertNoErrors } = await visit(browser, url, phone)
  await toSignIn(page)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await page.getByRole('button', { name: 'Send me a link instead' }).click()
  await page.getByText('A link is on its way').waitFor()
  const tab = await page.context().newPage()
  await tab.goto(await mailed(demoEmails[1], /connect#token=/))
  await tab.getByRole('heading', { name: 'Connect the two?' }).waitFor()
  assert.doesNotMatch(tab.url(), /token/)
  await tab.getByRole('button', { name: 'Connect', exact: true }).click()
  await tab.waitForURL(`${url}/`)
  assertNoErrors()
  await page.context().close()
})

test('whose address nobody vouches for proves it with a code, and everything opens', async () => {
  doubles.home.person = { sub: 'sub-carla', email: 'carla@example.org', email_verified: false }
  const { page } = await visit(browser, url, desktop)
  await toSignIn(page)
  await page.getByRole('button', { name: 'Continue with Our house' }).click()
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByLabel('Code').fill(await mailed('carla@example.org', /^\d{8}$/))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.waitForURL(`${url}/`)
  await page.getByRole('navigation').first().waitFor()
  await page.context().close()
})

test('whoever has no password shows at their provider who they are and sets one; there a second factor is asked for too', async () => {
  doubles.home.person = { sub: 'sub-dora', email: 'dora@example.org', email_verified: true, name: 'Dora' }
  const { page, assertNoErrors } = await visit(browser, url, phone)
  await toSignIn(page)
  await page.getByRole('button', { name: 'Continue with Our house' }).click()
  await page.waitForURL(`${url}/welcome`)
  await page.goto('/settings/security')
  await page.getByText('A password is a second way in').waitFor()
  await look(page, 'security-no-password-phone-light')
  await database.pool.query(`update sessions set authenticated_at = now() - interval '1 hour'`)
  const setPassword = async () => {
    await page.getByRole('button', { name: 'Set a password' }).click()
    await page.getByLabel('New password').fill('acht weisse Rosen')
    await page.keyboard.press('Enter')
  }

  await setPassword()
  const who = page.getByRole('dialog', { name: 'Is it you?' })
  await who.getByText('You’re asked who you are where you sign in.').waitFor()
  await look(page, 'step-up-provider-phone-light')
  await who.getByRole('button', { name: 'Continue with Our house' }).click()
  await page.getByText('That’s you. Now do it once more.').first().waitFor()
  assert.equal(page.url(), `${url}/settings/security`)
  await setPassword()
  await page.getByRole('button', { name: 'Change the password' }).waitFor()

  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Set up an authenticator app' })
  const secret = (await dialog.locator('.factor-secret').innerText()).replaceAll(' ', '')
  await dialog.getByLabel('Code of your app').fill(new TOTP({ secret }).generate())
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  const codes = page.getByRole('alertdialog', { name: 'Your recovery codes' })
  const code = await codes.getByRole('listitem').first().innerText()
  await codes.getByRole('button', { name: 'I’ve kept them' }).click()
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('button', { name: 'Continue with Our house' }).click()
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(code)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Settings' }).first().waitFor()
  assert.equal(errorsBut403(assertNoErrors), undefined) // the refusals that ask who it is
  await page.context().close()
})

test('the words are German for whoever reads German', async () => {
  const { page, assertNoErrors } = await visit(browser, url, { ...phone, locale: 'de-DE' })
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Weiter mit Google' }).waitFor()
  await look(page, 'sign-in-providers-german-phone-light')
  assertNoErrors()
  await page.context().close()
})
