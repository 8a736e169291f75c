import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { afterwards, type Scope } from '#test/afterwards.ts'

/** An SMTP server over TLS that lets in who has one of a few app passwords, and keeps what it is handed. */
export type TestSmtp = {
  readonly port: number
  readonly passwords: Set<string>
  readonly mails: string[]
  readonly attempts: { count: number }
  /** What it says to everybody from now on, whatever they show; undefined: what it thinks of the password. */
  fault: number | undefined
  stop(): Promise<void>
}

export const smtpUser = 'home@example.org'

export async function testSmtp(scope: Scope, ...passwords: string[]): Promise<TestSmtp> {
  const attempts = { count: 0 }
  const server = new SMTPServer({
    ...testingCertificate,
    secure: true,
    closeTimeout: 10,
    onAuth({ username, password }, _session, done) {
      attempts.count += 1
      const isIn = username === smtpUser && typeof password === 'string' && smtp.passwords.has(password)
      if (smtp.fault === undefined && isIn) return done(null, { user: username })
      done(Object.assign(new Error('no'), { responseCode: smtp.fault ?? 535 }))
    },
    onData(stream, _session, done) {
      let mail = ''
      stream.setEncoding('utf8').on('data', (part: string) => (mail += part))
      stream.on('end', () => {
        smtp.mails.push(mail)
        done()
      })
    }
  })
  server.on('error', () => {}) // who asks hangs up in the middle
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  let stopped = false
  const smtp: TestSmtp = {
    port: (server.server.address() as AddressInfo).port, // listens on TCP
    passwords: new Set(passwords),
    mails: [],
    attempts,
    fault: undefined,
    async stop() {
      if (!stopped) await new Promise<void>((closed) => server.close(() => closed()))
      stopped = true
    }
  }
  afterwards(scope, () => smtp.stop())
  return smtp
}
