import { audit, type AuditEvent } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'

/** What came of it, and what is written down about it: whom it concerned. */
export type Told<T> = { readonly reply: T; readonly events: readonly AuditEvent[] }

/**
 * Reads or changes what is not one's own, as only staff may: with the system's rights for this one step, which is written to
 * the audit log in the same transaction. Without the line in the log nothing is shown and nothing done.
 */
export function asStaff<T>(ctx: Ctx<User>, run: (tx: Tx) => Promise<Told<T>>): Promise<T> {
  return ctx.write((tx) =>
    asSystem(tx, async () => {
      const { reply, events } = await run(tx)
      await audit(tx, ctx, ...events)
      return reply
    })
  )
}

/** One line for each person of whom something was shown; one that names nobody where there was nobody. */
export function looked(people: readonly (string | null | undefined)[]): AuditEvent[] {
  const seen = [...new Set(people.filter((id) => typeof id === 'string'))]
  if (seen.length === 0) return [{ event: 'staff.looked_for' }]
  return seen.map((subjectId) => ({ event: 'staff.looked_up', subjectId }))
}
