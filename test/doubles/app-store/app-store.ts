import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import { decodeProtectedHeader, jwtVerify } from 'jose'
import type { Scope } from '../../afterwards.ts'
import { localServer } from '../../local-server.ts'
import { Deliveries } from './deliveries.ts'
import { ocspResponder, type OcspResponder } from './ocsp-responder.ts'
import { notificationPayload, storeApp } from './payloads.ts'
import { StorePurchase, type StoreEvent, type Wish } from './purchase.ts'
import { signingAuthority, type SigningAuthority } from './signing-authority.ts'
import { answerOf, ApiRefusal } from './store-api.ts'

type Fault = { readonly status: number; readonly errorCode?: number; readonly retryAtMs?: number }

/**
 * The App Store over TLS, with an authority of its own that signs what it says: purchases that a test has people make, what it
 * tells of them, and its API, which refuses what the real one refuses. Sandbox: the same addresses below `/sandbox`.
 */
export type TestAppStore = {
  readonly url: string
  /** For `subscriptions.apple` of config.yaml. */
  readonly settings: typeof storeApp & {
    readonly products: Record<string, 'pro'>
    readonly standIn: { readonly url: string; readonly root: string }
  }
  /** For the file APP_STORE_KEY. */
  readonly keyFile: string
  readonly authority: SigningAuthority
  /** Says whether certificates were taken back. */
  readonly ocsp: OcspResponder
  readonly deliveries: Deliveries
  /** Each request to the API, with its environment, whatever became of it. */
  readonly asked: string[]
  /** The next requests are answered so. */
  answerNext(...faults: Fault[]): void
  /** Lists never get to their end. */
  isStuck: boolean
  /** Somebody buys; `bought()` of what comes back is the notification of it. */
  buy(wish?: Wish): StorePurchase
  /** A test, asked for in App Store Connect. */
  test(environment?: 'Production' | 'Sandbox'): StoreEvent
  stop(): Promise<void>
  start(): Promise<void>
}

const issuerId = '57246542-96fe-1a63-e053-0824d011072a'
const kid = '2X9R4HXF34'

export async function testAppStore(
  scope: Scope,
  { now }: { readonly now: () => Temporal.Instant }
): Promise<TestAppStore> {
  const ocsp = await ocspResponder(scope, now)
  const authority = await signingAuthority({ ocspUrl: ocsp.url })
  ocsp.issuers.push(...authority.issuers)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const publicKey = createPublicKey(privateKey)
  const faults: Fault[] = []
  const purchases: StorePurchase[] = []
  let lastMs = 0
  const clock = () => (lastMs = Math.max(now().epochMilliseconds, lastMs + 1))
  const deliveries = new Deliveries(clock)
  let ids = 0
  const newId = () => String(2_000_000_000_000_000 + (ids += 1))
  const { signer } = authority
  const till = { signer, clock, newId, tell: (event: StoreEvent) => deliveries.add(event) }
  const server = await localServer(
    scope,
    createServer(authority.tls, (request, response) => void serve(request, response))
  )

  const store: TestAppStore = {
    url: `https://localhost:${server.port}`,
    get settings() {
      return {
        ...storeApp,
        products: { 'pro.monthly': 'pro', 'pro.yearly': 'pro' },
        standIn: { url: store.url, root: authority.root }
      } as const
    },
    keyFile: JSON.stringify({ kid, issuerId, p8: privateKey.export({ format: 'pem', type: 'pkcs8' }) }),
    authority,
    ocsp,
    deliveries,
    asked: [],
    answerNext: (...more) => void faults.push(...more),
    isStuck: false,
    buy(wish) {
      const purchase = new StorePurchase(till, wish)
      purchases.push(purchase)
      return purchase
    },
    test(environment = 'Production') {
      const signedAtMs = clock()
      const id = newId()
      const named = { notificationType: 'TEST', subtype: undefined, notificationUUID: id }
      const data = { environment, status: undefined }
      const signedPayload = signer.jws(notificationPayload(signedAtMs, data, named))
      return deliveries.add({
        id,
        type: 'TEST',
        subtype: undefined,
        signedAtMs,
        environment,
        originalTransactionId: undefined,
        signedPayload
      })
    },
    stop: server.stop,
    start: server.start
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const { pathname, searchParams: query } = new URL(request.url ?? '/', store.url)
    const environment = pathname.startsWith('/sandbox/') ? 'Sandbox' : 'Production'
    const call = `${request.method} ${pathname.replace(/^\/sandbox/, '')}`
    store.asked.push(`${environment} ${call}`)
    try {
      if (!(await isAllowed(request.headers.authorization))) throw new ApiRefusal(401)
      const fault = faults.shift()
      if (fault) throw new ApiRefusal(fault.status, fault.errorCode, fault.retryAtMs)
      const stock = {
        purchases,
        deliveries: deliveries.all,
        nowMs: () => now().epochMilliseconds,
        environment,
        isStuck: store.isStuck
      } as const
      const said = answerOf(stock, { call, query, body })
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(said === undefined ? undefined : JSON.stringify(said))
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error
      refuse(response, error)
    }
  }

  /** As Apple wants it: ES256, for this app, an hour at most. */
  async function isAllowed(authorization = ''): Promise<boolean> {
    const token = authorization.replace(/^Bearer /, '')
    try {
      if (decodeProtectedHeader(token).kid !== kid) return false
      const nowSeconds = now().epochMilliseconds / 1000
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: ['ES256'],
        issuer: issuerId,
        audience: 'appstoreconnect-v1',
        currentDate: new Date(nowSeconds * 1000),
        requiredClaims: ['iat', 'exp', 'bid']
      })
      const { iat = Infinity, exp = Infinity, bid } = payload
      return bid === storeApp.bundleId && exp - iat <= 3600 && iat <= nowSeconds + 60
    } catch {
      return false
    }
  }

  return store
}

/** A token that is not accepted is told nothing more. */
function refuse(response: ServerResponse, { status, errorCode, retryAtMs }: ApiRefusal): void {
  if (retryAtMs !== undefined) response.setHeader('retry-after', String(retryAtMs))
  if (errorCode === undefined) return void response.writeHead(status).end()
  const body = JSON.stringify({ errorCode, errorMessage: `error ${errorCode}` })
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}
