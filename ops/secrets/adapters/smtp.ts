import { readFileSync } from 'node:fs'
import { createTransport } from 'nodemailer'
import type { Secret } from '#server/platform/secret.ts'
import type { OpsSettings } from '../../settings.ts'
import type { Adapter, Turn } from '../adapter.ts'
import { isActive, usedBy } from '../fleet.ts'
import { askFor } from '../guide.ts'
import type { Answer } from '../rotation.ts'
import { sectionOf, type AdapterGround } from './ground.ts'
import { guidedAdapter } from './guided.ts'

type Smtp = NonNullable<OpsSettings['smtp']>

const where = 'Fastmail → Settings → Privacy & Security → Integrations'

/** EMAIL_HOST_PASSWORD: an app password, of which several work at once; the server says of each whether it takes it. */
export function smtpFrom(ground: AdapterGround): Adapter {
  const smtp = sectionOf(ground, 'smtp')
  const { settings, fleet } = ground
  const accepted = (value: Secret) => takesPassword(smtp, value)

  async function ask({ guide, published }: Turn, name: string): Promise<Secret> {
    const text = `${where}: create an app password for SMTP only, named ${name}, and paste it.`
    return askFor(guide, { id: 'password', text, hidden: true }, async (password) => {
      if (password.equals(published)) return 'That is the password in use: paste the new one.'
      if (/[\s\p{Cc}]/u.test(password.reveal())) return 'An app password is one word: paste it without spaces.'
      const answer = await accepted(password)
      if (answer === 'no')
        return `${smtp.host} refuses it for ${smtp.user}: paste the app password, not that of the account.`
      return answer === 'unknown' ? `${smtp.host} does not say whether it takes it: try again later.` : undefined
    })
  }

  return guidedAdapter({
    ask,
    label: settings.environment,
    where,
    called: (_, name) => (name === undefined ? 'the app password that honeyDue has used until now' : name),
    async problems(published) {
      const answer = await accepted(published)
      return answer === 'unknown' ? [`${smtp.host}:${smtp.port} does not let anybody sign in just now.`] : []
    },
    accepted,
    adopted: (value) => fleet.all(value, isActive),
    used: (value) => usedBy(fleet, value)
  })
}

const timeouts = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000 }

/** Connect, TLS, AUTH, QUIT, as the product signs in. Only the answer to the password itself (RFC 4954 §6) is a no. */
async function takesPassword(
  { host, port, security, user, certificateAuthorityFile }: Smtp,
  password: Secret
): Promise<Answer> {
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ...timeouts,
    tls: {
      minVersion: 'TLSv1.2',
      ...(certificateAuthorityFile !== undefined && { ca: readFileSync(certificateAuthorityFile) })
    },
    auth: { user, pass: password.reveal() }
  })
  try {
    await transport.verify()
    return 'yes'
  } catch (error) {
    return error instanceof Error && 'responseCode' in error && error.responseCode === 535 ? 'no' : 'unknown'
  } finally {
    transport.close()
  }
}
