import type { Actor, Ctx } from './context.ts'
import { newId } from './ids.ts'
import type { Tx } from './postgres/connect.ts'

/** What happened, as `noun.verb_past`; no free text, no secret. */
export type AuditEvent = { event: `${string}.${string}`; subjectId?: string | null; residenceId?: string | null }

/** Appends to the audit log in the caller's transaction: the event and the change are there together or not at all. */
export async function audit(tx: Tx, ctx: Pick<Ctx, 'actor' | 'origin'>, ...events: AuditEvent[]): Promise<void> {
  const rows = events.map(({ event, subjectId = null, residenceId = null }) => ({
    id: newId(),
    actor_kind: ctx.actor.kind,
    actor_id: actorId(ctx.actor),
    event,
    subject_id: subjectId,
    residence_id: residenceId,
    request_id: ctx.origin.requestId
  }))
  if (rows.length > 0) await tx.insertInto('audit_events').values(rows).execute()
}

function actorId(actor: Actor): string | null {
  return actor.kind === 'user' ? actor.userId : null
}
