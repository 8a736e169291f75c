import { createPrivateKey, X509Certificate } from 'node:crypto'
import { compare, hashSync } from 'bcryptjs'
import { keyringProblem } from '#server/platform/keyring.ts'
import { Secret } from '#server/platform/secret.ts'
import type { SourceFiles } from './source-files.ts'

/** What a human keeps of one secret: the text of a file, or what goes with it. */
export type SourceFields = Readonly<Record<string, string>>

/** How the runbook's files become what stands in the cluster. */
export type Source = {
  /** Undefined where the files do not have it. */
  read(files: SourceFiles): SourceFields | undefined
  /** Why it will not do, in words. */
  problem(fields: SourceFields): string | undefined
  /** The text for the cluster; undefined when that needs more than the source has. */
  compose(fields: SourceFields, current: Secret | undefined): Secret | undefined
  /** Whether what stands there is made from it, where composing twice gives two texts. */
  isIn?(fields: SourceFields, current: Secret): Promise<boolean>
}

const folder = 'deploy-k3s/secrets'

function textFile(name: string, problem: (text: string) => string | undefined = () => undefined): Source {
  return {
    read: (files) => fieldsOf({ text: files.text(`${folder}/${name}`) }),
    problem: ({ text = '' }) => problem(text),
    compose: ({ text = '' }) => new Secret(text)
  }
}

/** By the name of the secret. */
export const sources: Readonly<Record<string, Source>> = {
  POSTGRES_PASSWORD: {
    ...textFile('postgres_password.txt'),
    compose({ text = '' }, current) {
      const login = current && objectIn(current)
      return login && new Secret(JSON.stringify({ ...login, password: text }))
    }
  },
  SECRET_KEY: textFile('secret_key.txt', keyringProblem),
  EMAIL_HOST_PASSWORD: textFile('email_host_password.txt'),
  FCM_SERVER_KEY: textFile('fcm_server_key.txt'),
  REDIS_PASSWORD: {
    read: (files) =>
      fieldsOf(
        { text: files.setting('redis.password') },
        { url: files.setting('redis.url') ?? files.variable('REDIS_URL') }
      ),
    problem: ({ text = '', url }) =>
      url !== undefined && !/^[0-9a-f]+$/i.test(text)
        ? 'has to be hexadecimal, because a URL is made with it (openssl rand -hex 32)'
        : undefined,
    compose: ({ text = '' }) => new Secret(text)
  },
  OBS_INGEST_TOKEN: {
    read: (files) => fieldsOf({ text: files.variable('OBS_INGEST_TOKEN') }),
    problem: () => undefined,
    compose: ({ text = '' }) => new Secret(text)
  },
  'apns_auth_key.p8': {
    read: (files) =>
      fieldsOf(
        { p8: files.text(`${folder}/apns_auth_key.p8`) },
        { kid: files.setting('push.apns_key_id'), teamId: files.setting('push.apns_team_id') }
      ),
    problem: ({ kid, p8 = '' }) => {
      if (kid === undefined || !/^[A-Z0-9]{10}$/.test(kid))
        return 'needs its Key ID, ten letters and digits (push.apns_key_id)'
      return isPrivateKey(p8) ? undefined : 'is no private key as Apple gives it (PEM)'
    },
    compose({ kid, p8, teamId }, current) {
      const team = teamId ?? (current && objectIn(current)?.['teamId'])
      return team === undefined ? undefined : new Secret(JSON.stringify({ kid, teamId: team, p8: `${p8}\n` }))
    }
  },
  'cloudflare-origin-cert': {
    read: (files) =>
      fieldsOf({
        certificate: files.text(`${folder}/cloudflare-origin.crt`),
        key: files.text(`${folder}/cloudflare-origin.key`)
      }),
    problem: ({ certificate = '', key = '' }) => pairProblem(certificate, key),
    compose: ({ certificate, key }) =>
      new Secret(JSON.stringify({ 'tls.crt': `${certificate}\n`, 'tls.key': `${key}\n` }))
  },
  'ghcr-credentials': {
    read: (files) =>
      fieldsOf({
        server: files.setting('registry.server'),
        username: files.setting('registry.username'),
        token: files.setting('registry.token')
      }),
    problem: () => undefined,
    compose({ server = '', username, token }) {
      const auth = Buffer.from(`${username}:${token}`).toString('base64')
      return new Secret(JSON.stringify({ auths: { [server]: { username, password: token, auth } } }))
    }
  },
  'admin-basic-auth': {
    read: (files) =>
      fieldsOf({
        user: files.setting('admin.basic_auth_user'),
        password: files.setting('admin.basic_auth_password')
      }),
    problem: ({ user = '' }) => (user.includes(':') ? 'has a colon in the name of the user' : undefined),
    compose: ({ user, password = '' }) => new Secret(`${user}:${hashSync(password, 11)}\n`),
    async isIn({ user, password = '' }, current) {
      const line = current
        .reveal()
        .split('\n')
        .find((each) => each.startsWith(`${user}:`))
      return line !== undefined && (await compare(password, line.slice(`${user}:`.length).trim()))
    }
  }
}

/** Undefined unless all that is needed is there. */
function fieldsOf(
  needed: Record<string, string | undefined>,
  more: Record<string, string | undefined> = {}
): SourceFields | undefined {
  const found = Object.entries({ ...needed, ...more }).filter((each): each is [string, string] => each[1] !== undefined)
  const fields = Object.fromEntries(found)
  return Object.keys(needed).every((name) => name in fields) ? fields : undefined
}

function objectIn(text: Secret): Record<string, unknown> | undefined {
  try {
    const found: unknown = JSON.parse(text.reveal())
    return typeof found === 'object' && found !== null ? { ...found } : undefined
  } catch {
    return undefined
  }
}

function isPrivateKey(text: string): boolean {
  try {
    return createPrivateKey(text).type === 'private'
  } catch {
    return false
  }
}

function pairProblem(certificate: string, key: string): string | undefined {
  try {
    const isPair = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
    return isPair ? undefined : 'has a key that is not the certificate’s'
  } catch {
    return 'is no certificate and private key (PEM)'
  }
}
