import { createPublicKey, randomBytes } from 'node:crypto'
import { createServer as plainServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { Strict } from '#contract/route.ts'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import type { ServiceAccount } from '#server/platform/service-account.ts'
import type { Scope } from '../afterwards.ts'
import { localServer } from '../local-server.ts'
import { answer, googleAccess, Refusal } from './google-access.ts'
import { playPurchases, resourceOf, type PlayPurchase, type PlayPurchases } from './play-purchases.ts'
import { pubSubPush, type PubSubPush } from './pubsub-push.ts'
import { serviceAccount } from './service-account.ts'

type Call = 'token' | 'keys' | 'read' | 'acknowledge' | 'voided'

/**
 * Google Play's API, Google's token endpoint and its published keys over TLS, and a push subscription of the app's topic. They
 * refuse what the real ones refuse.
 */
export type TestGooglePlay = {
  readonly url: string
  /** As an operator has them, but for the authority that the double's certificate is of. */
  readonly settings: {
    readonly packageName: string
    readonly pushAudience: string
    readonly pushAccount: string
    readonly subscription: string
    readonly standIn: string
    readonly certificateAuthority: string
  }
  readonly account: ServiceAccount
  readonly store: PlayPurchases
  readonly topic: PubSubPush
  readonly asked: Record<Call, number>
  /** `accountToken` of each acknowledgement that was taken, by token. */
  readonly acknowledged: Map<string, string | undefined>
  /** Answers with this status instead, while set; 0 hangs up. */
  readonly faults: Partial<Record<Call, number>>
  /** Runs before a purchase is answered with, once it was looked up: what is slow. */
  whenRead: (token: string) => Promise<void>
  /** How many voided purchases are on a page; `repeats`: the next page is always the same one. */
  readonly paging: { size: number; repeats: boolean }
  forgetTokens(): void
  stop(): Promise<void>
  start(): Promise<void>
}

const packageName = 'org.example.honeydue'
const root = `/androidpublisher/v3/applications/${packageName}/purchases`
const scope = 'https://www.googleapis.com/auth/androidpublisher'
const push = {
  audience: 'https://home.example/api/webhooks/google-play',
  account: 'play-push@honeydue-test.iam.gserviceaccount.com',
  name: 'projects/honeydue-test/subscriptions/play-push'
}
/** In these a purchase is not over, however long ago the period ended that was paid last. */
const waiting = new Set(['PENDING', 'ON_HOLD', 'PAUSED'])
const Acknowledgement = Strict({
  developerPayload: Type.Optional(Type.String()),
  externalAccountIds: Type.Optional(
    Strict({
      obfuscatedAccountId: Type.Optional(Type.String({ maxLength: 64 })),
      obfuscatedProfileId: Type.Optional(Type.String({ maxLength: 64 }))
    })
  )
})

type Options = {
  account?: ServiceAccount
  now?: () => Temporal.Instant
  /** When people do what they do, where that is another time than the one by which Google signs and checks. */
  happensAt?: () => Temporal.Instant
  /** What tokens and orders are made of. */
  random?: (bytes: number) => Buffer
  /** Without TLS, for a process that trusts no certificate of tests. */
  isPlain?: boolean
}

export async function testGooglePlay(
  testScope: Scope,
  {
    account = serviceAccount(),
    now = Temporal.Now.instant,
    happensAt = now,
    random = randomBytes,
    isPlain = false
  }: Options = {}
): Promise<TestGooglePlay> {
  const topic = pubSubPush({ ...push, now })
  const tell = (notification: object) => {
    const eventTimeMillis = String(happensAt().epochMilliseconds)
    topic.publish({ version: '1.0', packageName, eventTimeMillis, ...notification })
  }
  const store = playPurchases(happensAt, tell, random)
  const seconds = () => Math.floor(now().epochMilliseconds / 1000)
  const publicKey = createPublicKey(account.privateKey.reveal())
  const receive = (request: IncomingMessage, response: ServerResponse) => void serve(request, response)
  const server = await localServer(
    testScope,
    isPlain ? plainServer(receive) : createServer({ ...testingCertificate }, receive)
  )
  const access = googleAccess({
    url: () => play.url,
    scopes: [scope],
    seconds,
    keyOf(kid) {
      if (kid !== account.keyId) throw new Error('no such key')
      return { publicKey, email: account.email }
    }
  })

  const play: TestGooglePlay = {
    url: `${isPlain ? 'http' : 'https'}://localhost:${server.port}`,
    get settings() {
      return {
        packageName,
        pushAudience: push.audience,
        pushAccount: push.account,
        subscription: push.name,
        standIn: play.url,
        certificateAuthority: testingCertificate.cert
      }
    },
    account,
    store,
    topic,
    asked: { token: 0, keys: 0, read: 0, acknowledge: 0, voided: 0 },
    acknowledged: new Map(),
    faults: {},
    whenRead: async () => {},
    paging: { size: 100, repeats: false },
    forgetTokens: access.forgetTokens,
    stop: server.stop,
    start: server.start
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const url = new URL(request.url ?? '/', play.url)
    const call = callOf(`${request.method} ${url.pathname}`)
    try {
      if (!call) throw new Refusal(404, 'NOT_FOUND')
      play.asked[call] += 1
      const fault = play.faults[call]
      if (fault === 0) return void response.destroy()
      if (fault !== undefined) throw new Refusal(fault, 'as the test wants')
      answer(response, await carryOut(call, { request, url, body }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { status, message } = error
      const isOfApi = call !== 'token'
      answer(
        response,
        isOfApi ? { error: { code: status, errors: [{ reason: message }] } } : { error: message },
        status
      )
    }
  }

  async function carryOut(call: Call, { request, url, body }: Asked): Promise<object> {
    if (call === 'token') return access.grant(request, body)
    if (call === 'keys') return topic.keys()
    if (access.holderOf(request, scope) !== account.email) throw new Refusal(403, 'permissionDenied')
    if (call === 'voided') return voided(url.searchParams)
    const [, product, token = ''] =
      /(?:subscriptions\/([^/]+)|subscriptionsv2)\/tokens\/([^/:]+)/.exec(url.pathname) ?? []
    const purchase = found(decodeURIComponent(token))
    if (call === 'acknowledge') return acknowledge(purchase, decodeURIComponent(product ?? ''), { request, body })
    const answered = resourceOf(purchase)
    await play.whenRead(purchase.token)
    return answered
  }

  function found(token: string): PlayPurchase {
    if (!/^[\w.-]{20,}$/.test(token)) throw new Refusal(400, 'invalid')
    const purchase = store.purchases.get(token)
    if (!purchase) throw new Refusal(404, 'purchaseTokenNotFound')
    const isForgotten = Temporal.Instant.compare(purchase.expiresAt.add({ hours: 60 * 24 }), now()) <= 0
    if (isForgotten && !waiting.has(purchase.state)) throw new Refusal(410, 'purchaseTokenNoLongerValid')
    return purchase
  }

  function acknowledge(
    purchase: PlayPurchase,
    product: string,
    { request, body }: Pick<Asked, 'request' | 'body'>
  ): object {
    const asked = acknowledgementIn(request, body)
    if (product !== purchase.productId) throw new Refusal(400, 'subscriptionTokenMismatch')
    if (!isOpen(purchase)) throw new Refusal(400, 'invalidPurchaseState')
    const id = asked.externalAccountIds?.obfuscatedAccountId
    if (id !== undefined && !purchase.expired) throw new Refusal(400, 'externalAccountIdsNotAllowed')
    purchase.acknowledged = true
    purchase.account = id ?? purchase.account
    play.acknowledged.set(purchase.token, id)
    return {}
  }

  function voided(query: URLSearchParams): object {
    const { size, repeats } = play.paging
    const since = sinceIn(query)
    const all = query.get('type') === '1' ? store.voids.filter(({ at }) => at.epochMilliseconds >= since) : []
    const from = Number(query.get('token') ?? 0)
    const next = repeats ? String(from || size) : String(from + size)
    return {
      ...(all.length > from && { voidedPurchases: all.slice(from, from + size).map(voidedResource) }),
      ...((repeats || from + size < all.length) && { tokenPagination: { nextPageToken: next } })
    }
  }

  /** Thirty days back at most. */
  function sinceIn(query: URLSearchParams): number {
    const earliest = seconds() * 1000 - 30 * 86_400_000
    const since = Number(query.get('startTime') ?? earliest)
    if (!(since >= earliest)) throw new Refusal(400, 'invalid')
    if ([...query.keys()].some((name) => !['startTime', 'type', 'token'].includes(name)))
      throw new Refusal(400, 'badRequest')
    return since
  }

  function voidedResource({ token, orderId, at, reason, source }: PlayPurchases['voids'][number]): object {
    return {
      kind: 'androidpublisher#voidedPurchase',
      purchaseToken: token,
      purchaseTimeMillis: String(store.of(token).boughtAt.epochMilliseconds),
      voidedTimeMillis: String(at.epochMilliseconds),
      orderId,
      voidedSource: source,
      voidedReason: reason
    }
  }

  return play
}
type Asked = { readonly request: IncomingMessage; readonly url: URL; readonly body: string }

/** Paid, not over, and not acknowledged yet. */
function isOpen({ startedAt, state, acknowledged }: PlayPurchase): boolean {
  return startedAt !== undefined && state !== 'EXPIRED' && !acknowledged
}

function acknowledgementIn({ headers }: IncomingMessage, body: string): Type.Static<typeof Acknowledgement> {
  const asked: unknown = JSON.parse(body)
  if (!headers['content-type']?.startsWith('application/json') || !Check(Acknowledgement, asked))
    throw new Refusal(400, 'badRequest')
  return asked
}

function callOf(line: string): Call | undefined {
  if (line === 'POST /token') return 'token'
  if (line === 'GET /oauth2/v3/certs') return 'keys'
  if (line === `GET ${root}/voidedpurchases`) return 'voided'
  if (line.startsWith(`GET ${root}/subscriptionsv2/tokens/`)) return 'read'
  if (line.startsWith(`POST ${root}/subscriptions/`) && line.endsWith(':acknowledge')) return 'acknowledge'
  return undefined
}
