import { hash } from 'node:crypto'
import { Check } from 'typebox/value'
import { Email } from '#contract/accounts.ts'
import { createTransport } from 'nodemailer'
import { runningJob } from '#server/platform/running-job.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'
import { errorCode } from '#server/platform/start-error.ts'
import type { Mail, Mailer } from './mail.ts'
import { renderHtml, renderText } from './render.ts'

export type SmtpConfig = {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte (usually port 465), `starttls` refused unless the server offers it (587), `none` for a relay nearby. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly login?: { readonly user: string; readonly password: WatchedSecret }
  readonly from: { readonly name: string; readonly address: string }
  /** PEM; in place of the public authorities, for a server with a certificate of one's own. */
  readonly certificateAuthority?: string
}

const timeouts = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/**
 * Hands mail to an SMTP server (RFC 5321, submission RFC 6409). One try each: the job that sends tries again. A new password
 * has connections of its own, once the server has let it in; what is being sent ends on the old ones.
 */
export function smtpMailer(config: SmtpConfig): Mailer {
  const password = config.login?.password
  let line = openLine(config, password?.active)
  password?.whenOffered(async (candidate) => {
    const next = openLine(config, candidate)
    try {
      await next.transport.verify()
    } catch (error) {
      next.close()
      throw error
    }
    line.close()
    line = next
  })
  /** Once more with another password, where the server refuses the one in force and there is another. */
  const loggedIn = async <T>(run: (transport: Line['transport']) => Promise<T>): Promise<T> => {
    const shown = password?.active
    const result = await line.use(run).catch(async (error: unknown) => {
      if (errorCode(error) !== 'EAUTH' || !(await password?.recover(shown, 'EAUTH'))) throw error
      return await line.use(run)
    })
    password?.used()
    return result
  }
  return {
    async send(mail) {
      if (!Check(Email, mail.to)) throw new TypeError('a mail goes to one mailbox of the form that the contract allows')
      await loggedIn((transport) => transport.sendMail(message(mail, config.from)))
    },
    async check() {
      await loggedIn((transport) => transport.verify())
    },
    async close() {
      line.close()
    }
  }
}

type Line = ReturnType<typeof openLine>

/** Connections with one password; closed they take no more work and end when what they have is done. */
function openLine(config: SmtpConfig, password: Secret | undefined) {
  const transport = createTransport({
    pool: true,
    maxConnections: 2,
    maxRequeues: 0,
    host: config.host,
    port: config.port,
    secure: config.security === 'tls',
    requireTLS: config.security === 'starttls',
    ignoreTLS: config.security === 'none',
    ...timeouts,
    tls: {
      minVersion: 'TLSv1.2',
      ...(config.certificateAuthority !== undefined && { ca: config.certificateAuthority })
    },
    ...(config.login && { auth: { user: config.login.user, pass: password?.reveal() ?? '' } }),
    disableFileAccess: true,
    disableUrlAccess: true
  })
  let running = 0
  let closing = false
  return {
    transport,
    async use<T>(run: (own: typeof transport) => Promise<T>): Promise<T> {
      running++
      try {
        return await run(transport)
      } finally {
        running--
        if (closing && running === 0) transport.close()
      }
    },
    close() {
      closing = true
      if (running === 0) transport.close()
    }
  }
}

/**
 * The same at each try of a job, so that a server which keeps Message-IDs delivers once what it was handed twice (RFC 5322
 * §3.6.4). A mail with another code or link is another mail.
 */
function messageId(mail: Mail, sender: string): { messageId?: string } {
  const jobId = runningJob.getStore()
  if (jobId === undefined) return {}
  const name = hash('sha256', JSON.stringify([jobId, mail]), 'base64url')
  return { messageId: `<${name}@${sender.split('@')[1]}>` }
}

/** Addresses go as objects: nodemailer then does not parse them, so no text can add a recipient or a header. */
function message(mail: Mail, from: SmtpConfig['from']) {
  return {
    from,
    ...messageId(mail, from.address),
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: renderText(mail),
    html: renderHtml(mail),
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language } // RFC 3834 §5, RFC 3282
  }
}
