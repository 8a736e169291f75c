import { createPublicKey, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { decodeProtectedHeader, jwtVerify } from 'jose'
import Type from 'typebox'
import { Check, Errors } from 'typebox/value'
import { Strict } from '#contract/route.ts'
import type { ServiceAccount } from '#server/platform/service-account.ts'
import type { Scope } from '../afterwards.ts'
import { localServer } from '../local-server.ts'
import { serviceAccount } from './service-account.ts'

const Message = Strict({
  token: Type.Optional(Type.String({ minLength: 1 })),
  topic: Type.Optional(Type.String({ pattern: '^[a-zA-Z0-9-_.~%]+$' })),
  notification: Type.Optional(Strict({ title: Type.String(), body: Type.String() })),
  data: Type.Optional(Type.Record(Type.String({ pattern: '^(?!from$|google|gcm|message_type)' }), Type.String())),
  android: Type.Optional(
    Strict({
      priority: Type.Enum(['NORMAL', 'HIGH']),
      ttl: Type.String({ pattern: '^\\d{1,7}s$' }),
      notification: Strict({ tag: Type.String() })
    })
  )
})
const Request = Strict({ message: Message, validate_only: Type.Optional(Type.Boolean()) })
export type FcmMessage = Type.Static<typeof Message>
type Fault = { readonly status: number; readonly code: string; readonly retryAfter?: string }

/** Google's token endpoint and FCM's HTTP v1 on a socket. Both refuse what the real ones refuse. */
export type TestFcm = {
  readonly url: string
  /** All that was taken, but for what was only to be looked at. */
  readonly sent: FcmMessage[]
  readonly asked: { token: number; send: number; validated: number }
  /** Keys of the account that are neither disabled nor deleted. */
  readonly keys: Set<ServiceAccount>
  install(token: string): void
  uninstall(token: string): void
  /** The next messages are answered so. */
  answerNext(...faults: Fault[]): void
  /** No access token works any more that was given out. */
  forgetTokens(): void
  stop(): Promise<void>
  start(): Promise<void>
}

const scope = 'https://www.googleapis.com/auth/firebase.messaging'
const ownType = 'type.googleapis.com/google.firebase.fcm.v1.FcmError'
const badRequest = { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [] }

export async function testFcm(
  testScope: Scope,
  { account = serviceAccount(), now = Temporal.Now.instant } = {}
): Promise<TestFcm> {
  const installed = new Map<string, boolean>()
  const faults: Fault[] = []
  const accessTokens = new Map<string, number>()
  const seconds = () => Math.floor(now().epochMilliseconds / 1000)

  const listener = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      if (request.method !== 'POST') return response.writeHead(405).end()
      return request.url === '/token' ? grant(request, response, body) : send(request, response, body)
    })
  })
  const server = await localServer(testScope, listener)
  const double: TestFcm = {
    url: `http://127.0.0.1:${server.port}`,
    sent: [],
    asked: { token: 0, send: 0, validated: 0 },
    keys: new Set([account]),
    install: (token) => void installed.set(token, true),
    uninstall: (token) => void installed.set(token, false),
    answerNext: (...next) => void faults.push(...next),
    forgetTokens: () => accessTokens.clear(),
    stop: server.stop,
    start: server.start
  }

  async function grant(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    double.asked.token += 1
    const form = new URLSearchParams(body)
    if (request.headers['content-type'] !== 'application/x-www-form-urlencoded')
      return json(response, 400, { error: 'invalid_request' })
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer')
      return json(response, 400, { error: 'unsupported_grant_type' })
    if (!(await isOfAccount(form.get('assertion') ?? ''))) return json(response, 400, { error: 'invalid_grant' })
    const token = randomBytes(24).toString('base64url')
    accessTokens.set(token, seconds() + 3599)
    return json(response, 200, { access_token: token, expires_in: 3599, token_type: 'Bearer' })
  }

  async function isOfAccount(assertion: string): Promise<boolean> {
    try {
      const { kid } = decodeProtectedHeader(assertion)
      const key = [...double.keys].find(({ keyId }) => keyId === kid)
      if (!key) return false
      const { payload } = await jwtVerify(assertion, createPublicKey(key.privateKey.reveal()), {
        algorithms: ['RS256'],
        issuer: key.email,
        audience: `${double.url}/token`,
        currentDate: new Date(now().epochMilliseconds),
        requiredClaims: ['exp', 'iat']
      })
      const { iat = 0, exp = Infinity } = payload
      return payload['scope'] === scope && exp - iat <= 3600 && iat <= seconds() + 300
    } catch {
      return false
    }
  }

  function send(request: IncomingMessage, response: ServerResponse, body: string): void {
    double.asked.send += 1
    const until = accessTokens.get(request.headers.authorization?.replace(/^Bearer /, '') ?? '')
    if (until === undefined || until <= seconds()) return refuse(response, 401, [])
    if (request.url !== `/v1/projects/${account.projectId}/messages:send`) return refuse(response, 403, [])
    const fault = faults.shift()
    if (fault) return refuse(response, fault.status, [own(fault.code)], fault.retryAfter)
    const asked = JSON.parse(body) as unknown
    if (!Check(Request, asked)) return refuse(response, 400, [badRequest, { errors: Errors(Request, asked) }])
    const { message, validate_only: isTrial = false } = asked
    if (!isWhole(message, body)) return refuse(response, 400, [own('INVALID_ARGUMENT'), badRequest])
    take(message, isTrial, response)
  }

  function take(message: FcmMessage, isTrial: boolean, response: ServerResponse): void {
    const isThere = message.token === undefined || installed.get(message.token)
    if (isThere === undefined) return refuse(response, 400, [own('INVALID_ARGUMENT')])
    if (!isThere) return refuse(response, 404, [own('UNREGISTERED')])
    if (isTrial) double.asked.validated += 1
    else double.sent.push(message)
    json(response, 200, { name: `projects/${account.projectId}/messages/${double.asked.send}` })
  }

  return double
}

/** One target, at most 4 kB, kept for four weeks at most. */
function isWhole({ token, topic, android }: FcmMessage, body: string): boolean {
  const ttl = Number(android?.ttl.slice(0, -1) ?? 0)
  return (token === undefined) !== (topic === undefined) && Buffer.byteLength(body) <= 4096 + 512 && ttl <= 2_419_200
}

function own(errorCode: string) {
  return { '@type': ownType, errorCode }
}

const statusNames: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE'
}

function refuse(response: ServerResponse, status: number, details: object[], retryAfter?: string): void {
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter)
  json(response, status, { error: { code: status, message: '', status: statusNames[status], details } })
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
