import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test, type TestContext } from 'node:test'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'
import type { Mail } from './mail.ts'
import { smtpMailer, type SmtpConfig } from './smtp.ts'
import { testingCertificate } from './testing-certificate.ts'

const mail: Mail = {
  to: 'anna@example.org',
  language: 'de',
  subject: 'Dein Code für honeyDue',
  body: ['Hallo,', { code: '01234567' }, 'Grüße']
}

function watched(value: string): WatchedSecret {
  return new WatchedSecret({ name: 'EMAIL_HOST_PASSWORD', value })
}

type Received = { from: string; to: string[]; source: string; encrypted: boolean; user: unknown }

/** A real SMTP server on a free port of this machine, that keeps what it is given. */
async function smtpServer(t: TestContext, options: SMTPServerOptions = {}) {
  const received: Received[] = []
  const server = new SMTPServer({
    ...testingCertificate,
    closeTimeout: 10, // pooled connections are still open when the test ends
    authOptional: true,
    onAuth: ({ username, password }, _session, done) =>
      password === 'right' ? done(null, { user: username }) : done(new Error('535 no')),
    onData(stream, session, done) {
      stream.setEncoding('utf8')
      let source = ''
      stream.on('data', (part: string) => (source += part))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const to = rcptTo.map(({ address }) => address)
        received.push({
          from: (mailFrom && mailFrom.address) || '',
          to,
          source,
          encrypted: session.secure,
          user: session.user
        })
        done()
      })
    },
    ...options
  })
  server.on('error', () => {}) // a client that goes away in the middle is part of some tests
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => new Promise<void>((resolve) => server.close(resolve)))
  const address = server.server.address()
  assert.ok(typeof address === 'object' && address)
  return { received, port: address.port }
}

function mailer(t: TestContext, port: number, config: Partial<SmtpConfig> = {}) {
  const made = smtpMailer({
    host: 'localhost',
    port,
    security: 'starttls',
    from: { name: 'honeyDue', address: 'home@due.example' },
    certificateAuthority: testingCertificate.cert,
    ...config
  })
  t.after(() => made.close())
  return made
}

test('a mail arrives in text and HTML, encrypted, from our address to one recipient', async (t) => {
  const { received, port } = await smtpServer(t)

  await mailer(t, port).send(mail)

  const [one] = received
  assert.ok(one && received.length === 1)
  assert.deepEqual([one.from, one.to, one.encrypted], ['home@due.example', ['anna@example.org'], true])
  assert.match(one.source, /^From: honeyDue <home@due\.example>\r$/m)
  assert.match(one.source, /^To: anna@example\.org\r$/m)
  assert.match(one.source, /^Subject: =\?UTF-8\?Q\?Dein_Code_f=C3=BCr_honeyDue\?=\r$/m)
  assert.match(one.source, /^Auto-Submitted: auto-generated\r$/m)
  assert.match(one.source, /^Content-Type: multipart\/alternative/m)
  assert.match(one.source, /^Content-Type: text\/plain; charset=utf-8/m)
  assert.match(one.source, /^Content-Type: text\/html; charset=utf-8/m)
  assert.match(one.source, /01234567/)
})

test('mail also goes over TLS from the first byte, and in the clear to a relay that is told so', async (t) => {
  const implicit = await smtpServer(t, { secure: true })
  const plain = await smtpServer(t, { disabledCommands: ['STARTTLS'] })

  await mailer(t, implicit.port, { security: 'tls' }).send(mail)
  await mailer(t, plain.port, { security: 'none' }).send(mail)

  assert.deepEqual([implicit.received[0]?.encrypted, plain.received[0]?.encrypted], [true, false])
})

// ASVS 12.3.1
test('a server that does not offer STARTTLS gets neither the password nor the mail', async (t) => {
  const logins: unknown[] = []
  const { received, port } = await smtpServer(t, {
    disabledCommands: ['STARTTLS'],
    onAuth: (login, _session, done) => (logins.push(login), done(null, { user: 'x' }))
  })
  const sender = mailer(t, port, { login: { user: 'due', password: watched('right') } })

  await assert.rejects(sender.send(mail), { code: 'ETLS' })
  await assert.rejects(sender.check(), { code: 'ETLS' })
  assert.deepEqual([received, logins], [[], []])
})

// ASVS 12.3.2, 12.3.4
test('a server whose certificate nobody vouches for gets nothing', async (t) => {
  const { received, port } = await smtpServer(t)
  const sender = smtpMailer({
    host: 'localhost',
    port,
    security: 'starttls',
    from: { name: 'honeyDue', address: 'home@due.example' }
  })
  t.after(() => sender.close())

  await assert.rejects(sender.send(mail), /self-signed certificate/)
  assert.deepEqual(received, [])
})

test('the login is used; a wrong password is told by the check and is not in the error', async (t) => {
  const { received, port } = await smtpServer(t, { authOptional: false })
  const right = mailer(t, port, { login: { user: 'due', password: watched('right') } })
  const wrong = mailer(t, port, { login: { user: 'due', password: watched('wrong-password') } })

  await right.check()
  await right.send(mail)

  assert.deepEqual([received.length, received[0]?.user], [1, 'due'])
  await assert.rejects(wrong.check(), isSilentRefusal)
  await assert.rejects(wrong.send(mail), isSilentRefusal)
})

// ASVS 13.3.4
test('the password changes while mails are sent: none fails, a refused one changes nothing, and the former is gone at the end', async (t) => {
  const accepted = new Set(['one'])
  const logins: string[] = []
  const { received, port } = await smtpServer(t, {
    authOptional: false,
    onAuth: ({ password: shown }, _session, done) => {
      const given = shown ?? ''
      if (!accepted.has(given)) return done(Object.assign(new Error('authentication failed'), { responseCode: 535 }))
      logins.push(given)
      done(null, { user: given })
    }
  })
  const secret = watched('one')
  const sender = mailer(t, port, { login: { user: 'due', password: secret } })
  const sending = (count: number) => Promise.all(Array.from({ length: count }, () => sender.send(mail)))

  const before = sending(10)
  await secret.offer('two')
  assert.deepEqual([secret.active?.reveal(), secret.lastError?.code], ['one', 'EAUTH'])
  accepted.add('two')
  const during = sending(10)
  await secret.offer('two')
  accepted.delete('one')
  await Promise.all([before, during, sending(10)])
  assert.deepEqual([received.length, logins.at(-1), secret.former?.reveal()], [30, 'two', 'one'])
})

test('a login that is refused reads the file once more, then tries the former password, then fails', async (t) => {
  const accepted = new Set(['two'])
  const { received, port } = await smtpServer(t, {
    authOptional: false,
    onAuth: ({ password: given }, _session, done) =>
      accepted.has(given ?? '')
        ? done(null, { user: given })
        : done(Object.assign(new Error('no'), { responseCode: 535 }))
  })
  const [late, early] = [watched('one'), watched('one')]
  late.readBy(() => 'two')
  await mailer(t, port, { login: { user: 'due', password: late } }).send(mail)
  assert.deepEqual([late.active?.reveal(), received.at(-1)?.user], ['two', 'two'], 'read once more')

  const sender = mailer(t, port, { login: { user: 'due', password: early } })
  await early.offer('two')
  accepted.add('one').delete('two')
  await sender.send(mail)
  assert.deepEqual([early.active?.reveal(), received.at(-1)?.user], ['one', 'one'], 'the former one')

  accepted.clear()
  await assert.rejects(mailer(t, port, { login: { user: 'due', password: early } }).send(mail), { code: 'EAUTH' })
})

test('a refused recipient and a server that is down are errors, and the next mail goes out when it is back', async (t) => {
  const refusing = await smtpServer(t, {
    onRcptTo: (_address, _session, done) => done(new Error('550 no such mailbox'))
  })
  await assert.rejects(mailer(t, refusing.port).send(mail), { code: 'EENVELOPE' })

  const port = await freePort()
  const sender = mailer(t, port)
  await assert.rejects(sender.send(mail), { code: 'ESOCKET' })
  await assert.rejects(sender.check(), { code: 'ESOCKET' })
  const back = new SMTPServer({
    ...testingCertificate,
    closeTimeout: 10,
    authOptional: true,
    onData: (stream, _session, done) => stream.resume().on('end', done)
  })
  await new Promise<void>((resolve) => back.listen(port, '127.0.0.1', resolve))
  t.after(() => new Promise<void>((resolve) => back.close(resolve)))
  await sender.send(mail)
})

// ASVS 1.3.11
test('no value can add a recipient, a header or a file', async (t) => {
  const { received, port } = await smtpServer(t)
  const sender = mailer(t, port)
  const hostile: Mail[] = [
    { ...mail, subject: 'Hi\r\nBcc: evil@example.com\r\nX-Evil: 1' },
    { ...mail, to: 'anna@example.org\r\nBcc: evil@example.com' },
    { ...mail, to: 'anna@example.org, evil@example.com' },
    { ...mail, to: '"evil@example.com" <anna@example.org>' },
    {
      ...mail,
      body: ['.\r\nMAIL FROM:<evil@example.com>\r\n.\r\n', { label: 'file:///etc/passwd', url: 'http://127.0.0.1:1/x' }]
    }
  ]

  await Promise.allSettled(hostile.map((one) => sender.send(one)))

  for (const { to, from, source } of received) {
    const head = source.slice(0, source.indexOf('\r\n\r\n'))
    assert.equal(from, 'home@due.example')
    assert.equal(to.length, 1)
    assert.ok(!to.includes('evil@example.com'), to.join())
    assert.doesNotMatch(head, /^(Bcc|X-Evil):/im)
    assert.doesNotMatch(source, /root:/)
  }
  assert.ok(received.length >= 2, 'the subject and the body did arrive')
})

/** A port of this machine on which nothing listens. */
async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  assert.ok(typeof address === 'object' && address)
  return address.port
}

/** The server refused the login, and the error does not say with what. */
function isSilentRefusal(error: Error & { code?: string }): boolean {
  return error.code === 'EAUTH' && !`${error.stack}${JSON.stringify(error)}`.includes('wrong-password')
}
