import Type from 'typebox'
import { purchaseStates } from './purchase-states.ts'
import { Email } from './accounts.ts'
import { staff } from './policy.ts'
import { Page, paging, route, Strict, StrictPartial } from './route.ts'
import { Instant, Line, Nullable, Prose, Uuid, Words } from './values.ts'

const Store = Words('apple', 'google', 'stripe')
const Environment = Words('production', 'sandbox')

/** Whose something is; of the address only so much that one who knows it knows it again. */
export const AccountShort = Strict({ id: Uuid, email: Type.String() })
export type AccountShort = Type.Static<typeof AccountShort>

export const PurchaseShort = Strict({
  id: Uuid,
  store: Store,
  environment: Environment,
  /** By which the store knows it; of Google's purchase token the SHA-256. */
  key: Type.String(),
  state: Words(...purchaseStates),
  productId: Nullable(Type.String()),
  plan: Nullable(Type.String()),
  /** Until when it gives the plan, if nothing is heard of it any more; null: it does not. */
  entitledUntil: Nullable(Instant),
  firstSeenAt: Instant,
  /** Null: nobody's. */
  account: Nullable(AccountShort)
})
export type PurchaseShort = Type.Static<typeof PurchaseShort>

export const marks = ['free', 'sandbox'] as const
/** `free`: limits do not apply, and nothing is paid. `sandbox`: what a store's testers buy counts for this account. */
export type Mark = (typeof marks)[number]

export const StaffAccount = Strict({
  id: Uuid,
  /** Whole where it was looked for by its address. */
  email: Type.String(),
  createdAt: Instant,
  isFree: Type.Boolean(),
  buysInSandbox: Type.Boolean(),
  paidUntil: Nullable(Instant),
  trialUntil: Nullable(Instant),
  /** What staff have said of it, the newest first. */
  changes: Type.Array(
    Strict({
      id: Uuid,
      at: Instant,
      mark: Words(...marks),
      isSet: Type.Boolean(),
      reason: Type.String(),
      by: Nullable(Type.String())
    })
  )
})
export type StaffAccount = Type.Static<typeof StaffAccount>

export const alertKinds = [
  'unmapped_product',
  'unknown_state',
  'unattributed',
  'acknowledgement_due',
  'acknowledgement_critical',
  'catch_up_stopped',
  'certificate_revoked',
  'unknown_notification',
  'paid_twice',
  'refused_claims',
  'refund_review',
  'cancellation_failed',
  'transferred'
] as const
/** What whoever runs the installation must look at. */
export type AlertKind = (typeof alertKinds)[number]

export const Alert = Strict({
  id: Uuid,
  kind: Words(...alertKinds),
  /** The purchase's id, a product, a serial number … */
  about: Type.String(),
  purchaseId: Nullable(Uuid),
  raisedAt: Instant,
  lastAt: Instant,
  times: Type.Integer(),
  resolvedAt: Nullable(Instant),
  note: Nullable(Type.String())
})
export type Alert = Type.Static<typeof Alert>

export const Transfer = Strict({
  id: Uuid,
  purchaseId: Uuid,
  from: Nullable(AccountShort),
  to: AccountShort,
  reason: Type.String(),
  /** The name of who proposed it; null: they are gone. */
  proposedBy: Nullable(Type.String()),
  proposedAt: Instant,
  expiresAt: Instant,
  decidedBy: Nullable(Type.String()),
  decidedAt: Nullable(Instant),
  outcome: Words('open', 'expired', 'done', 'withdrawn', 'refused'),
  /** Whoever reads this has proposed it: they withdraw it, anybody else of the staff refuses it. */
  isMine: Type.Boolean(),
  /** Whether whoever reads this may approve it. */
  mayApprove: Type.Boolean()
})
export type Transfer = Type.Static<typeof Transfer>

const Field = Strict({ name: Type.String(), value: Type.String() })

export const StaffPurchase = Strict({
  ...PurchaseShort.properties,
  until: Nullable(Instant),
  autoRenews: Type.Boolean(),
  period: Nullable(Words('trial', 'intro', 'normal')),
  pendingProductId: Nullable(Type.String()),
  priceConsent: Nullable(Words('pending', 'given')),
  expirationReason: Nullable(Type.String()),
  resumesAt: Nullable(Instant),
  isFamilyShared: Type.Boolean(),
  projectedAt: Instant,
  /** What the store has said last. */
  facts: Type.Array(Strict({ kind: Type.String(), saidAt: Instant, heardAt: Instant, fields: Type.Array(Field) })),
  /** Whose it was, the newest first. */
  epochs: Type.Array(
    Strict({
      account: AccountShort,
      from: Instant,
      to: Nullable(Instant),
      evidence: Words('account_token', 'predecessor', 'claim', 'staff'),
      endedBy: Nullable(Words('account_token', 'staff', 'account_deleted'))
    })
  ),
  /** What it has been, the newest first. */
  history: Type.Array(
    Strict({
      at: Instant,
      state: Words(...purchaseStates),
      entitledUntil: Nullable(Instant),
      productId: Nullable(Type.String()),
      cause: Type.String()
    })
  ),
  /** What the store has sent about it, the newest first. */
  events: Type.Array(
    Strict({
      id: Type.String(),
      receivedAt: Instant,
      type: Type.String(),
      subtype: Nullable(Type.String()),
      signedAt: Nullable(Instant),
      outcomes: Type.Array(
        Strict({
          at: Instant,
          outcome: Words('received', 'processed', 'failed', 'replayed', 'ignored'),
          detail: Nullable(Type.String())
        })
      )
    })
  ),
  /** Whether Google was told that the purchase has arrived; null: it need not be. */
  acknowledgement: Nullable(
    Strict({ dueAt: Instant, attempts: Type.Integer(), nextAt: Instant, acknowledgedAt: Nullable(Instant) })
  ),
  /** The newest first. */
  alerts: Type.Array(Alert),
  transfers: Type.Array(Transfer)
})
export type StaffPurchase = Type.Static<typeof StaffPurchase>

const Reason = Prose(500, 1)
const purchaseId = Strict({ purchaseId: Uuid })
const transferId = Strict({ transferId: Uuid })
const tag = 'Staff'
const read = { tag, ...staff, action: 'staff.read', resource: 'purchase', status: 200 } as const

export const findPurchases = route({
  method: 'POST',
  path: '/api/staff/searches',
  ...read,
  summary: 'Look purchases up by what the store calls them, or by whose they are',
  /** `order`: the number of a receipt, an order, a transaction, a purchase by its key or token, a customer of Stripe. */
  body: Strict({ by: Words('order', 'email', 'account'), value: Line(2000) }),
  reply: Strict({ account: Nullable(StaffAccount), purchases: Type.Array(PurchaseShort) }),
  secretReply: true,
  errors: ['store_unavailable', 'store_refused']
})
export const getPurchase = route({
  method: 'GET',
  path: '/api/staff/purchases/:purchaseId',
  ...read,
  summary: 'All that is known of a purchase: facts, owners, states, what the store sent',
  params: purchaseId,
  reply: StaffPurchase,
  errors: ['purchase_not_found']
})
export const listUnattributed = route({
  method: 'GET',
  path: '/api/staff/unattributed-purchases',
  ...read,
  summary: 'Purchases in force that are nobody’s, the oldest first',
  query: StrictPartial(paging),
  reply: Page(PurchaseShort),
  errors: ['invalid_cursor']
})
export const listAlerts = route({
  method: 'GET',
  path: '/api/staff/alerts',
  ...read,
  resource: 'alert',
  summary: 'What needs a human, the oldest first',
  query: StrictPartial(paging),
  reply: Page(Alert),
  errors: ['invalid_cursor']
})
export const resolveAlert = route({
  method: 'POST',
  path: '/api/staff/alerts/:alertId/resolution',
  tag,
  ...staff,
  action: 'staff.change',
  resource: 'alert',
  summary: 'Say what came of an alert, and close it',
  params: Strict({ alertId: Uuid }),
  body: Strict({ note: Reason }),
  status: 200,
  reply: Alert,
  errors: ['alert_not_found']
})
export const markAccount = route({
  method: 'POST',
  path: '/api/staff/accounts/:accountId/marks',
  tag,
  ...staff,
  action: 'staff.change',
  resource: 'purchase',
  summary: 'Make an account free of charge, or let what testers buy count for it; or end that',
  params: Strict({ accountId: Uuid }),
  body: Strict({ mark: Words(...marks), isSet: Type.Boolean(), reason: Reason }),
  status: 200,
  reply: StaffAccount,
  errors: ['account_not_found', 'own_account']
})

const change = { tag, ...staff, action: 'staff.change', resource: 'transfer' } as const
export const listTransfers = route({
  method: 'GET',
  path: '/api/staff/transfers',
  ...read,
  resource: 'transfer',
  summary: 'Transfers that wait for a second person, the oldest first',
  query: StrictPartial(paging),
  reply: Page(Transfer),
  errors: ['invalid_cursor']
})
export const proposeTransfer = route({
  method: 'POST',
  path: '/api/staff/purchases/:purchaseId/transfers',
  ...change,
  summary: 'Propose that a purchase becomes another account’s; somebody else approves it within 72 hours',
  params: purchaseId,
  /** The proved address of the account that shall have it. */
  body: Strict({ email: Email, reason: Reason }),
  status: 201,
  reply: Transfer,
  errors: [
    'purchase_not_found',
    'account_not_found',
    'purchase_theirs_already',
    'transfer_open',
    'transfer_cooling_down',
    'transfer_of_ones_own'
  ]
})
export const approveTransfer = route({
  method: 'POST',
  path: '/api/staff/transfers/:transferId/approval',
  ...change,
  summary: 'Approve what somebody else has proposed: the purchase has another owner at once',
  params: transferId,
  status: 200,
  reply: Transfer,
  errors: [
    'transfer_not_found',
    'transfer_over',
    'transfer_needs_another',
    'transfer_of_ones_own',
    'transfer_outdated',
    'transfer_cooling_down'
  ]
})
export const endTransfer = route({
  method: 'POST',
  path: '/api/staff/transfers/:transferId/end',
  ...change,
  summary: 'Withdraw one’s own proposal, or refuse somebody else’s',
  params: transferId,
  status: 200,
  reply: Transfer,
  errors: ['transfer_not_found', 'transfer_over']
})
