import { X509Certificate } from 'node:crypto'
import Type from 'typebox'
import { outbound, type Outbound, type OutboundRequest } from '#server/platform/outbound.ts'
import { answerIn, StoreRefused, StoreUnavailable } from './api-answers.ts'
import { appleRoot } from './apple-root.ts'
import { NotFromTheStore } from './not-from-the-store.ts'
import { certificateVerdict, type CertificateVerdict } from './ocsp.ts'
import {
  signedReader,
  type SignedParts,
  type SignedPurchase,
  type SignedReader,
  type StoreNotification
} from './read-signed.ts'
import { serverApi, type ApiOptions } from './server-api.ts'
import type { SigningChain } from './signing-chain.ts'
import type { StoreApp, StoreEnvironment } from './store-app.ts'

export type AppStoreOptions = Omit<ApiOptions, 'bundleId'> & { readonly app: StoreApp }

/**
 * The App Store: what it signs, and what it answers ("App Store Server API"), all of it verified. Asking throws
 * `StoreUnavailable` where it is worth asking later and `StoreRefused` where it is not.
 */
export type AppStore = SignedReader & {
  /** All subscriptions of who made this transaction, as they are now; empty where there is no such transaction. */
  statuses(transactionId: string, environment: StoreEnvironment): Promise<SignedPurchase[]>
  /** A page of what was told between two moments; `next` where there is more. */
  notifications(span: NotificationSpan): Promise<NotificationPage>
  /** From now on the purchase says for whom it is. */
  setAccountToken(originalTransactionId: string, token: string, environment: StoreEnvironment): Promise<void>
  /** What somebody bought under the number in their receipt; empty where there is no such order. Not in the sandbox. */
  order(orderId: string): Promise<SignedPurchase[]>
  /** What Apple says of a signer and of who made it one. */
  verdictsOn(chain: SigningChain): Promise<Record<'leaf' | 'intermediate', CertificateVerdict>>
  /** What is wrong with the connection or the key; undefined when it answers. */
  check(): Promise<string | undefined>
}
export type NotificationSpan = {
  readonly environment: StoreEnvironment
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  readonly next?: string | undefined
}
export type NotificationPage = {
  readonly notifications: readonly StoreNotification[]
  /** What was in the page and is not to be believed. */
  readonly doubtful: number
  readonly next: string | undefined
}

const notFound = new Set([4040005, 4040010])

export function appStore({ app, standIn, key, taken, now }: AppStoreOptions): AppStore {
  const pem = standIn?.root ?? appleRoot
  const root = new X509Certificate(pem)
  const reader = signedReader(app, { root: pem, now })
  const ask = serverApi({ bundleId: app.bundleId, standIn, key, taken, now })

  const askAuthority: Outbound = standIn ? askThisMachine : outbound({ hosts: ['ocsp.apple.com'], signedAnswers: true })

  /** Signed by the store, and of where we asked. */
  const purchaseIn = (signed: SignedParts, environment: StoreEnvironment): SignedPurchase => {
    const purchase = reader.purchase(signed, 'answer')
    if (purchase.environment !== environment) throw new NotFromTheStore('environment')
    return purchase
  }

  return {
    ...reader,
    async statuses(transactionId, environment) {
      const reply = await ask(environment, `v1/subscriptions/${encodeURIComponent(transactionId)}`).catch(ifNotFound)
      if (!reply) return []
      const found = answerIn(Statuses, reply).data.flatMap(({ lastTransactions }) => lastTransactions)
      return found.map(({ signedTransactionInfo: transaction, signedRenewalInfo: renewal }) =>
        purchaseIn({ transaction, renewal }, environment)
      )
    },
    async notifications({ environment, from, to, next }) {
      const query = next === undefined ? '' : `?paginationToken=${encodeURIComponent(next)}`
      const asked = { startDate: from.epochMilliseconds, endDate: to.epochMilliseconds }
      const reply = await ask(environment, `v1/notifications/history${query}`, posted(asked, 'POST'))
      const { notificationHistory, hasMore, paginationToken } = answerIn(History, reply)
      const read = notificationHistory.map(({ signedPayload }) =>
        believed(() => reader.notification(signedPayload, 'answer'))
      )
      const notifications = read.filter((each) => each !== undefined)
      return {
        notifications,
        doubtful: read.length - notifications.length,
        next: hasMore ? (paginationToken ?? next ?? '') : undefined
      }
    },
    async setAccountToken(originalTransactionId, appAccountToken, environment) {
      const path = `v1/transactions/${encodeURIComponent(originalTransactionId)}/appAccountToken`
      await ask(environment, path, posted({ appAccountToken }, 'PUT'))
    },
    async order(orderId) {
      const reply = await ask('production', `v1/lookup/${encodeURIComponent(orderId)}`)
      const { status, signedTransactions = [] } = answerIn(Order, reply)
      return status === 0 ? signedTransactions.map((transaction) => purchaseIn({ transaction }, 'production')) : []
    },
    async verdictsOn({ leaf, intermediate }) {
      const asked = { now: now() }
      return {
        leaf: await certificateVerdict(askAuthority, { ...asked, certificate: leaf, issuer: intermediate }),
        intermediate: await certificateVerdict(askAuthority, { ...asked, certificate: intermediate, issuer: root })
      }
    },
    async check() {
      return ask('production', 'v1/transactions/1').then(nothingWrong, problemOf)
    }
  }
}

/** In tests: what stands in for Apple's authority is where its certificates say. */
const askThisMachine: Outbound = (url, request) =>
  outbound({ hosts: [new URL(url).host], plainLoopback: true })(url, request)

function posted(body: object, method: 'POST' | 'PUT'): OutboundRequest {
  return { method, bytes: Buffer.from(JSON.stringify(body)) }
}

function ifNotFound(error: unknown): undefined {
  if (isNotFound(error)) return undefined
  throw error
}

function isNotFound(error: unknown): boolean {
  return error instanceof StoreRefused && error.code !== undefined && notFound.has(error.code)
}

const nothingWrong = () => undefined

/** Of a question whose right answer is that there is no such thing. */
function problemOf(error: unknown): string | undefined {
  if (isNotFound(error)) return undefined
  if (error instanceof StoreRefused || error instanceof StoreUnavailable) return error.message
  throw error
}

function believed<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof NotFromTheStore) return undefined
    throw error
  }
}

const Signed = Type.String({ maxLength: 262_144 })
const Statuses = Type.Object({
  data: Type.Array(
    Type.Object({
      lastTransactions: Type.Array(
        Type.Object({ signedTransactionInfo: Signed, signedRenewalInfo: Type.Optional(Signed) })
      )
    })
  )
})
const History = Type.Object({
  hasMore: Type.Optional(Type.Boolean()),
  paginationToken: Type.Optional(Type.String({ maxLength: 4096 })),
  notificationHistory: Type.Array(Type.Object({ signedPayload: Signed }))
})
const Order = Type.Object({ status: Type.Integer(), signedTransactions: Type.Optional(Type.Array(Signed)) })
