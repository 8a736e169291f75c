import type { StoreDelivery } from './deliveries.ts'
import { storeApp } from './payloads.ts'
import type { StorePurchase } from './purchase.ts'

/** The App Store Server API says no: the status, and which error of its list. */
export class ApiRefusal extends Error {
  readonly status: number
  readonly errorCode: number | undefined
  readonly retryAtMs: number | undefined

  constructor(status: number, errorCode?: number, retryAtMs?: number) {
    super(`${status} ${errorCode}`)
    this.status = status
    this.errorCode = errorCode
    this.retryAtMs = retryAtMs
  }
}

export type Stock = {
  readonly purchases: readonly StorePurchase[]
  readonly deliveries: readonly StoreDelivery[]
  readonly nowMs: () => number
  readonly environment: 'Production' | 'Sandbox'
  /** The same page again and again, as the store is known to have given. */
  readonly isStuck: boolean
}
export type ApiRequest = { readonly call: string; readonly query: URLSearchParams; readonly body: string }

const perPage = 20
const dayMs = 86_400_000
const idPattern = /^\d{1,32}$/
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What the API answers to who has shown that they may ask. */
export function answerOf(stock: Stock, { call, query, body }: ApiRequest): unknown {
  const [, method, path, id = ''] =
    /^(GET|PUT) \/inApps\/(v1\/subscriptions|v2\/history|v1\/transactions|v1\/lookup)\/([^/]+?)(?:\/appAccountToken)?$/.exec(
      call
    ) ?? []
  const { environment } = stock
  const of = { ...storeApp, environment }
  if (call === 'POST /inApps/v1/notifications/history') return notifications(stock, query, parsed(body))
  if (method === 'PUT') return address(stock, id, parsed(body))
  if (path === 'v1/lookup') return lookUp(stock, id)
  if (path === 'v1/subscriptions') return { ...of, data: [group(found(stock, id))] }
  if (path === 'v1/transactions') {
    const purchase = found(stock, id)
    return { signedTransactionInfo: purchase.signedTransaction(transactionOf(purchase, id)) }
  }
  if (path === 'v2/history') return { ...of, ...history(found(stock, id), query, stock.isStuck) }
  throw new ApiRefusal(404)
}

function found({ purchases, environment }: Stock, id: string): StorePurchase {
  if (!idPattern.test(id)) throw new ApiRefusal(400, 4000006)
  const purchase = purchases.find((each) => each.environment === environment && transactionOf(each, id))
  if (!purchase) throw new ApiRefusal(404, 4040010)
  return purchase
}

function transactionOf({ transactions }: StorePurchase, id: string) {
  return transactions.find(({ transactionId }) => transactionId === id)
}

function group(purchase: StorePurchase) {
  const lastTransactions = [
    {
      status: purchase.status(),
      originalTransactionId: purchase.originalTransactionId,
      signedTransactionInfo: purchase.signedTransaction(),
      signedRenewalInfo: purchase.signedRenewal()
    }
  ]
  return { subscriptionGroupIdentifier: '20000001', lastTransactions }
}

function history(purchase: StorePurchase, query: URLSearchParams, isStuck: boolean) {
  const revision = query.get('revision')
  const from = revision === null ? 0 : Number(/^r(\d{1,6})$/.exec(revision)?.[1] ?? NaN)
  if (!Number.isSafeInteger(from)) throw new ApiRefusal(400, 4000005)
  const page = purchase.transactions.slice(from, from + perPage)
  const to = isStuck ? from : from + page.length
  return {
    revision: `r${to}`,
    hasMore: isStuck || to < purchase.transactions.length,
    signedTransactions: page.map((transaction) => purchase.signedTransaction(transaction))
  }
}

function notifications(stock: Stock, query: URLSearchParams, body: Record<string, unknown>) {
  const all = asked(stock, body)
  const token = query.get('paginationToken')
  const at = token === null ? 0 : Number(/^p(\d{1,6})$/.exec(token)?.[1] ?? NaN)
  if (!Number.isSafeInteger(at)) throw new ApiRefusal(400, 4000014)
  const page = all.slice(at, at + perPage)
  const hasMore = stock.isStuck || at + page.length < all.length
  return {
    ...(hasMore && { paginationToken: `p${stock.isStuck ? at : at + page.length}` }),
    hasMore,
    notificationHistory: page.map(({ event, attempts }) => ({
      signedPayload: event.signedPayload,
      sendAttempts: attempts
    }))
  }
}

function asked({ deliveries, nowMs, environment }: Stock, body: Record<string, unknown>): StoreDelivery[] {
  const { startDate, endDate, onlyFailures, transactionId, notificationType } = body
  if (typeof startDate !== 'number') throw new ApiRefusal(400, 4000015)
  if (typeof endDate !== 'number') throw new ApiRefusal(400, 4000016)
  if (startDate > endDate) throw new ApiRefusal(400, 4000013)
  if (startDate < nowMs() - (environment === 'Sandbox' ? 30 : 180) * dayMs) throw new ApiRefusal(400, 4000012)
  if (transactionId !== undefined && notificationType !== undefined) throw new ApiRefusal(400, 4000019)
  const isLost = ({ attempts }: StoreDelivery) => attempts.every((each) => each.sendAttemptResult !== 'SUCCESS')
  return deliveries
    .filter(({ event }) => event.environment === environment)
    .filter(({ event }) => event.signedAtMs >= startDate && event.signedAtMs < endDate)
    .filter(({ event }) => [undefined, event.originalTransactionId].includes(transactionId as string)) // compared only
    .filter(({ event }) => [undefined, event.type].includes(notificationType as string)) // compared only
    .filter((delivery) => onlyFailures !== true || isLost(delivery))
}

function address(stock: Stock, id: string, { appAccountToken }: Record<string, unknown>): undefined {
  if (typeof appAccountToken !== 'string' || !uuidPattern.test(appAccountToken)) throw new ApiRefusal(400, 4000183)
  const purchase = found(stock, id)
  if (purchase.originalTransactionId !== id) throw new ApiRefusal(400, 4000187)
  if (purchase.isFamilyShared) throw new ApiRefusal(400, 4000185)
  purchase.address(appAccountToken)
}

/** Status 0: there is such an order. In the sandbox there are none. */
function lookUp({ purchases, environment }: Stock, orderId: string) {
  const purchase = purchases.find((each) => each.orderId === orderId && each.environment === environment)
  if (environment === 'Sandbox' || !purchase) return { status: 1, signedTransactions: [] }
  return { status: 0, signedTransactions: purchase.transactions.map((each) => purchase.signedTransaction(each)) }
}

function parsed(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch {
    // no JSON
  }
  throw new ApiRefusal(400, 4000000)
}
