import type { Route } from '#contract/route.ts'
import type { User } from '../context.ts'
import { AppError } from '../errors.ts'

/** For how long after having shown who one is the acts are open that declare `stepUp`. */
export const stepUpMinutes = 10

/** Throws `email_not_verified` or `step_up_required` for what the route asks of whoever is signed in. */
export function authorize(route: Pick<Route, 'verified' | 'stepUp'>, user: User, now: Temporal.Instant): void {
  if (route.verified && !user.verified) throw new AppError('email_not_verified')
  const since = user.authenticatedAt.until(now)
  if (route.stepUp && since.total('minutes') > stepUpMinutes) throw new AppError('step_up_required')
}
