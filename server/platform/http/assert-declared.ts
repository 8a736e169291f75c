import { isOfResidence, isOfStaff, isShared, policyActions, rateClasses, resources } from '#contract/policy.ts'
import type { Route } from '#contract/route.ts'
import type { Handler } from './handle.ts'

/**
 * Throws unless every route says completely who may call it, has a verb, and an address of its own. The types say the same;
 * this holds for what came past them: nothing is served whose policy somebody forgot.
 */
export function assertDeclared(handlers: readonly Handler[]): void {
  const problems = handlers.flatMap(({ route, run }) =>
    problemsOf(route, run).map((problem) => `${route.method} ${route.path}: ${problem}`)
  )
  const addresses = Map.groupBy(handlers, ({ route }) => `${route.method} ${route.path.replaceAll(/:\w+/g, ':')}`)
  for (const [address, { length }] of addresses) if (length > 1) problems.push(`${address}: served ${length} times`)
  if (problems.length > 0) throw new Error(`The server does not start with these routes:\n${problems.join('\n')}`)
}

/** Throws unless each of the routes has a handler. */
export function assertServed(routes: Readonly<Record<string, Route>>, handlers: readonly Handler[]): void {
  const served = new Set(handlers.map(({ route }) => route))
  const missing = Object.entries(routes).filter(([, route]) => !served.has(route))
  if (missing.length > 0) throw new Error(`Operations without a handler: ${missing.map(([id]) => id).join(', ')}`)
}

function problemsOf(route: Route, run: unknown): string[] {
  const { access, action, resource, verified, stepUp, rate } = route
  const open = access === 'anonymous'
  const isForStaff = access === 'staff'
  const rules: [boolean, string][] = [
    [typeof run === 'function', 'no handler'],
    [open || access === 'user' || isForStaff, 'access is not declared'],
    [policyActions.includes(action), 'action is not declared'],
    [resources.includes(resource), 'resource is not declared'],
    [typeof verified === 'boolean', 'verified is not declared'],
    [typeof stepUp === 'boolean', 'stepUp is not declared'],
    [rateClasses.includes(rate), 'rate is not declared'],
    [!open || !(verified || stepUp), 'everybody may call it, so nobody can be asked for a proof'],
    [!isShared(resource) || (access === 'user' && verified), 'what is of a residence is for proved addresses'],
    [isForStaff === isOfStaff(resource), 'what staff works on is for staff, and nothing else'],
    [!isForStaff || (verified && stepUp), 'staff shows who it is, with a proved address'],
    [!isOfResidence(action) || isShared(resource), 'an action of members on nothing of a residence']
  ]
  return rules.filter(([holds]) => !holds).map(([, problem]) => problem)
}
