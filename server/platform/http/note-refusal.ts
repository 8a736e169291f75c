import type { FastifyRequest } from 'fastify'
import type { ErrorCode } from '#contract/errors.ts'
import type { Route } from '#contract/route.ts'
import { auditApart } from '../audit.ts'
import { AppError } from '../errors.ts'
import { makeContext, type Ground } from '../make-context.ts'
import { originOf } from './mount.ts'

/** Refused because of who asks, not because of what was sent. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'not_allowed',
  'email_not_verified',
  'step_up_required',
  'residence_not_found',
  'member_not_found',
  'share_code_not_found',
  'task_not_found',
  'completion_not_found',
  'contractor_not_found',
  'guest_link_not_found',
  'own_account',
  'transfer_needs_another',
  'transfer_of_ones_own'
])

/** Writes to the audit log that somebody signed in asked for what is not theirs. The refusal stands if that fails. */
export async function noteRefusal(ground: Ground, request: FastifyRequest, error: unknown): Promise<void> {
  const { actor, routeOptions } = request
  const { route } = routeOptions.config
  if (!(error instanceof AppError) || actor.kind !== 'user' || !route || !isRefusal(error, route)) return
  const ctx = makeContext(ground, actor, originOf(request))
  try {
    await auditApart(ctx, { event: 'access.refused', detail: `${route.action} ${error.code}` })
  } catch (failure) {
    request.log.error({ err: failure, requestId: request.id }, 'a refusal could not be written to the audit log')
  }
}

/** Of where staff works everything is told: also that somebody looked for it who is not of the staff. */
function isRefusal({ code }: AppError, { access }: Route): boolean {
  return refusals.has(code) || (access === 'staff' && (code === 'route_not_found' || code === 'second_factor_required'))
}
