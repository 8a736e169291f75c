import { sql } from 'kysely'
import { auditEvents, type AuditEventName } from '#contract/audit.ts'
import type { Actor, Ctx } from './context.ts'
import { AppError } from './errors.ts'
import type { Tx } from './postgres/connect.ts'
import { transact, sqlState } from './transaction.ts'

/** What happened; the dictionary says what each event is about. No free text, no secret. */
export type AuditEvent = {
  event: AuditEventName
  subjectId?: string | null
  residenceId?: string | null
  /** Words of ours that tell cases of one event apart. */
  detail?: string
}
type Writer = Pick<Ctx, 'actor' | 'origin' | 'sealOrigin'>

/**
 * Appends to the audit log in the caller's transaction: the event and the change are there together or not at all. Where
 * the log cannot be written nothing is done: `audit_unavailable`.
 */
export async function audit(tx: Tx, ctx: Writer, ...events: AuditEvent[]): Promise<void> {
  if (events.length === 0) return
  try {
    const entries: object[] = []
    for (const event of events) entries.push(await entryOf(tx, ctx, event))
    await sql`select audit.append(${JSON.stringify(entries)}::jsonb)`.execute(tx)
  } catch (error) {
    if (isRefusal(error)) throw new AppError('audit_unavailable', { retryAfter: 30, cause: error })
    throw error
  }
}

/** In a transaction of its own, for what is refused and whose own transaction did not stay: after it, never within. */
export async function auditApart(ctx: Writer & Pick<Ctx, 'db'>, ...events: AuditEvent[]): Promise<void> {
  await transact(ctx.db, (tx) => audit(tx, ctx, ...events))
}

async function entryOf(tx: Tx, { actor, origin, sealOrigin }: Writer, event: AuditEvent): Promise<object> {
  const { subject, outcome } = auditEvents[event.event]
  const isGuest = actor.kind === 'user' && actor.guestLinkId !== undefined
  const actorId = actor.kind === 'user' && !isGuest ? actor.userId : null
  const person = subject === 'person' ? (event.subjectId ?? null) : null
  return {
    actorKind: isGuest ? 'anonymous' : actor.kind,
    actorId,
    event: event.event,
    outcome,
    subjectId: event.subjectId,
    personId: person === actorId ? null : person,
    residenceId: event.residenceId,
    detail: event.detail ?? jobName(actor),
    requestId: origin.requestId,
    origin: await sealOrigin(tx, { personId: actorId ?? person, isActing: actorId !== null }, origin)
  }
}

function jobName(actor: Actor): string | undefined {
  return actor.kind === 'job' ? actor.name.replaceAll(/[^a-z.]/g, '_') : undefined
}

/** insufficient_privilege, or schema or function gone. */
function isRefusal(error: unknown): boolean {
  return ['42501', '3F000', '42883'].includes(sqlState(error) ?? '')
}
