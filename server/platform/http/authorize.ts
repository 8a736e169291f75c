import type { Route } from '#contract/route.ts'
import type { User } from '../context.ts'
import { AppError } from '../errors.ts'

/** For how long after having shown who one is the acts are open that declare `stepUp`. */
export const stepUpMinutes = 10

/**
 * Throws `email_not_verified`, `second_factor_required` or `step_up_required` for what the route asks of whoever is signed in.
 * Who is not of the staff finds nothing where staff works: `route_not_found`.
 */
export function authorize(
  route: Pick<Route, 'access' | 'verified' | 'stepUp'>,
  user: User,
  now: Temporal.Instant
): void {
  const isForStaff = route.access === 'staff'
  if (isForStaff && !user.staff) throw new AppError('route_not_found')
  if (route.verified && !user.verified) throw new AppError('email_not_verified')
  if (isForStaff && !user.staff?.hasSecondFactor) throw new AppError('second_factor_required')
  const since = user.authenticatedAt.until(now)
  if (route.stepUp && since.total('minutes') > stepUpMinutes) throw new AppError('step_up_required')
}
