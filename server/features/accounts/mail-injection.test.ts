import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { SMTPServer } from 'smtp-server'
import * as api from '#contract/accounts.ts'
import { smtpMailer } from '#server/gateways/mail/smtp.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { testApp } from '#test/harness.ts'

type Received = { to: string[]; head: string; text: string }

/** A real SMTP server that a mailer hands to; what came through it, quoted-printable undone. `refusing` says of how many. */
async function mailing(t: TestContext, refusing = { times: 0 }) {
  const received: Received[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 10,
    onData(stream, { envelope }, done) {
      let source = ''
      stream.setEncoding('utf8').on('data', (part: string) => (source += part))
      stream.on('end', () => {
        const end = source.indexOf('\r\n\r\n')
        received.push({
          to: envelope.rcptTo.map(({ address }) => address),
          head: source.slice(0, end),
          text: unquoted(source.slice(end))
        })
        refusing.times -= 1
        done(refusing.times >= 0 ? new Error('451 try again later') : null)
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => new Promise<void>((resolve) => server.close(resolve)))
  const address = server.server.address()
  assert.ok(typeof address === 'object' && address)
  const from = { name: 'honeyDue', address: 'home@due.example' }
  const mailer = smtpMailer({ host: '127.0.0.1', port: address.port, security: 'none', from })
  t.after(() => mailer.close())
  return { received, mailer }
}

function unquoted(text: string): string {
  const bytes = text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

function headerNames(head: string): string[] {
  return [...head.matchAll(/^([\w-]+):/gm)].map(([, name = '']) => name).toSorted()
}

const hostileNames = [
  '![x](http://evil.example)',
  '[sign in](//evil.example)',
  '{{7*7}} ${7*7} <%= 7*7 %>',
  '%s%n%x',
  'Anna\r\nBcc: evil@evil.example',
  'Anna\r\n\r\n<h1>hi</h1>',
  'Anna\u202Egro.live\u2066',
  '<a href="https://evil.example">Anna</a>',
  '<img src=x onerror=run()>',
  '=?utf-8?Q?=0D=0ABcc:_evil@evil.example?=',
  '\u0007\u200B'
]

const ourHeaders = [
  'Auto-Submitted',
  'Content-Language',
  'Content-Type',
  'Date',
  'From',
  'MIME-Version',
  'Message-ID',
  'Subject',
  'To'
]

// ASVS 1.3.11
test('whatever somebody is called, their mail has one recipient, our headers and our words', async (t) => {
  const { received, mailer } = await mailing(t)
  const app = await testApp(t, { mailer })
  await app.db
    .insertInto('users')
    .values(
      hostileNames.map((name, index) => ({
        id: `00000000-0000-4000-8000-0000000000${String(index).padStart(2, '0')}`,
        email: `person${index}@example.org`,
        email_verified_at: '2026-01-01T00:00:00Z',
        display_name: name,
        time_zone: 'Europe/Berlin',
        language: 'en' as const
      }))
    )
    .execute()
  for (const index of hostileNames.keys())
    await app.anonymous.call(api.forgotPassword, { body: { email: `person${index}@example.org` } })
  await app.runJobs()

  assert.deepEqual(
    received.map(({ to }) => to.join()).toSorted(),
    hostileNames.map((_, index) => `person${index}@example.org`).toSorted()
  )
  for (const { head, text } of received) {
    assert.deepEqual(headerNames(head), ourHeaders)
    assert.match(head, /^Subject: Choose a new honeyDue password\r?$/m)
    assert.doesNotMatch(text, /evil|gro\.live|\u202E|\u2066/, text)
    assert.doesNotMatch(text, /\b49\b/)
    assert.doesNotMatch(text.slice(text.indexOf('<!doctype')), /<(h1|img)/)
    const links = [...text.matchAll(/\bhttps?:[^\s"<]+/g)].map(([link]) => link)
    assert.ok(links.length > 0)
    for (const link of links) assert.match(link, /^http:\/\/localhost:8080\/reset-password#token=[\w-]{43}$/)
  }
})

test('a mail that is tried again keeps its Message-ID, another mail and another link have one of their own', async (t) => {
  const { received, mailer } = await mailing(t, { times: 2 })
  const app = await testApp(t, { mailer })
  const { userId } = await app.person('Anna')
  app.log.expectErrors()
  const retryNow = () => app.database.pool.query(`update graphile_worker._private_jobs set run_at = now()`)
  const mail = (name: string) => app.db.transaction().execute((tx) => enqueue(tx, name, { userId }))

  await mail('accounts.mail-password-changed')
  await app.runJobs()
  await retryNow()
  await app.runJobs()
  await retryNow()
  await app.runJobs()
  await mail('accounts.mail-password-changed')
  await mail('accounts.mail-reset-link')
  await mail('accounts.mail-reset-link')
  await app.runJobs()

  const ids = received.map(({ head }) => /^Message-ID: (<[\w-]{43}@due\.example>)\r?$/m.exec(head)?.[1] ?? head)
  assert.equal(ids.length, 6)
  assert.equal(new Set(ids.slice(0, 3)).size, 1, 'two tries that failed and the one that did not')
  assert.equal(new Set(ids).size, 4)
})
