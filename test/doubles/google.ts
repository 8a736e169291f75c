import { createPublicKey, randomBytes, X509Certificate } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import type { ServiceAccount } from '#server/platform/service-account.ts'
import type { Scope } from '../afterwards.ts'
import { localServer } from '../local-server.ts'
import { FaultQueue } from './fault-queue.ts'
import { answer, googleAccess, Refusal, type AccountKey } from './google-access.ts'

type Key = AccountKey & { readonly certificate: string; disabled: boolean }
type Fault = number | 'after the effect'

/** Google's token endpoint, the keys of one service account (IAM v1) and FCM v1 over TLS. They refuse what the real ones refuse. */
export type TestGoogle = {
  readonly url: string
  /** Ids of the account's keys. */
  readonly keys: Map<string, Key>
  /** What the administrator may not do: a status instead. */
  denied: number | undefined
  /** One of the next calls of the IAM API gets that instead of an answer. */
  fail(how: Fault, after?: number): void
  readonly asked: string[]
  /** How far its clock is from the test's. */
  skew: Temporal.DurationLike
  /** A new key is not known at once (IAM is eventually consistent): so many tokens are refused before it is. */
  lag: number
  stop(): Promise<void>
  start(): Promise<void>
}

const scopes = {
  messaging: 'https://www.googleapis.com/auth/firebase.messaging',
  cloud: 'https://www.googleapis.com/auth/cloud-platform'
}

type Ground = { readonly account: ServiceAccount; readonly admin: ServiceAccount; readonly now: () => Temporal.Instant }

export async function testGoogle(scope: Scope, { account, admin, now }: Ground): Promise<TestGoogle> {
  const faults = new FaultQueue<Fault>()
  const lagging = new Map<string, number>()
  const keyOf = ({ privateKey, email }: ServiceAccount): Key => ({
    publicKey: createPublicKey(privateKey.reveal()),
    email,
    certificate: '',
    disabled: false
  })
  const adminKey = keyOf(admin)
  const server = await localServer(
    scope,
    createServer({ ...testingCertificate }, (request, response) => void serve(request, response))
  )
  const google: TestGoogle = {
    url: `https://localhost:${server.port}`,
    keys: new Map([[account.keyId, keyOf(account)]]),
    denied: undefined,
    fail: faults.fail,
    asked: [],
    skew: { minutes: 0 },
    lag: 0,
    stop: server.stop,
    start: server.start
  }
  const seconds = () => Math.floor(now().add(google.skew).epochMilliseconds / 1000)
  const access = googleAccess({ url: () => google.url, scopes: Object.values(scopes), keyOf: knownKey, seconds })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const call = `${request.method} ${request.url}`
    google.asked.push(call)
    try {
      if (call === 'POST /token') return answer(response, await access.grant(request, body))
      if (request.url === `/v1/projects/${account.projectId}/messages:send`)
        return answer(response, send(request, body))
      const fault = faults.next()
      if (typeof fault === 'number') throw new Refusal(fault, `as the test wants: ${body}`)
      const said = manage(request, body)
      if (fault === 'after the effect') return void response.destroy()
      answer(response, said)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const said =
        call === 'POST /token' ? { error: error.message } : { error: { code: error.status, message: error.message } }
      answer(response, said, error.status)
    }
  }

  function knownKey(kid: string): Key {
    const key = kid === admin.keyId ? adminKey : google.keys.get(kid)
    const early = lagging.get(kid) ?? 0
    lagging.set(kid, early - 1)
    if (!key || key.disabled || early > 0) throw new Error('no such key')
    return key
  }

  function send(request: IncomingMessage, body: string): object {
    if (access.holderOf(request, scopes.messaging) !== account.email) throw new Refusal(403, 'PERMISSION_DENIED')
    const { message, validate_only: isTrial } = JSON.parse(body) as { message: object; validate_only?: boolean } // looked at below
    if (isTrial !== true || Object.keys(message).join() !== 'topic') throw new Refusal(400, 'INVALID_ARGUMENT')
    return { name: `projects/${account.projectId}/messages/1` }
  }

  function manage(request: IncomingMessage, body: string): object {
    const holder = access.holderOf(request, scopes.cloud)
    if (google.denied !== undefined || holder !== admin.email)
      throw new Refusal(google.denied ?? 403, 'PERMISSION_DENIED')
    const { pathname, searchParams: query } = new URL(request.url ?? '/', google.url)
    const { email, id, verb } = addressed(pathname)
    if (decodeURIComponent(email) !== account.email) throw new Refusal(404, 'NOT_FOUND')
    if (id !== '') return ofKey(id, `${request.method} ${verb}`.trim(), { query, body })
    if (request.method === 'GET') return listed(query)
    if (verb !== 'upload') throw new Refusal(404, 'NOT_FOUND')
    return upload(body)
  }

  function ofKey(id: string, what: string, { query, body }: { query: URLSearchParams; body: string }): object {
    const key = google.keys.get(id)
    if (!key) throw new Refusal(404, 'NOT_FOUND')
    if (what === 'GET') {
      const isWhole = query.get('publicKeyType') === 'TYPE_X509_PEM_FILE'
      const publicKeyData = Buffer.from(key.certificate).toString('base64')
      return { ...resource(id, key), ...(isWhole && { publicKeyData }) }
    }
    if (what === 'DELETE') google.keys.delete(id)
    else if (body === '{}' && /^POST (dis|en)able$/.test(what)) key.disabled = what === 'POST disable'
    else throw new Refusal(400, 'INVALID_ARGUMENT')
    return {}
  }

  const resource = (id: string, { disabled }: Key) => ({
    name: `projects/${account.projectId}/serviceAccounts/${account.email}/keys/${id}`,
    keyType: 'USER_MANAGED',
    ...(disabled && { disabled })
  })

  function listed(query: URLSearchParams): object {
    if (query.get('keyTypes') !== 'USER_MANAGED') throw new Refusal(400, 'INVALID_ARGUMENT')
    const keys = [...google.keys].map(([id, key]) => resource(id, key))
    return keys.length > 0 ? { keys } : {}
  }

  function upload(body: string): object {
    const { publicKeyData = '', ...others } = JSON.parse(body) as { publicKeyData?: string } // looked at in the next line
    if (Object.keys(others).length > 0) throw new Refusal(400, 'INVALID_ARGUMENT')
    if (google.keys.size >= 10) throw new Refusal(429, 'RESOURCE_EXHAUSTED')
    const certificate = Buffer.from(publicKeyData, 'base64').toString()
    const parsed = certificateIn(certificate)
    const days = (parsed.validToDate.getTime() / 1000 - seconds()) / 86_400
    const isRsa = (parsed.publicKey.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
    const isValid = parsed.verify(parsed.publicKey) && parsed.validFromDate.getTime() / 1000 <= seconds() && days > 1
    if (!isRsa || !isValid) throw new Refusal(400, 'INVALID_ARGUMENT')
    const id = randomBytes(20).toString('hex')
    const key: Key = { publicKey: parsed.publicKey, email: account.email, certificate, disabled: false }
    google.keys.set(id, key)
    lagging.set(id, google.lag)
    return resource(id, key)
  }

  return google
}

function addressed(pathname: string): { email: string; id: string; verb: string } {
  const [, email = '', id = '', verb = ''] =
    /^\/v1\/projects\/-\/serviceAccounts\/([^/]+)\/keys(?:\/([\w-]+))?(?::(\w+))?$/.exec(pathname) ?? []
  return { email, id, verb }
}

function certificateIn(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    throw new Refusal(400, 'INVALID_ARGUMENT')
  }
}
