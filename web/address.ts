import type { Route } from '#contract/route.ts'

export type AddressParts = { params?: Record<string, string>; query?: Record<string, unknown> }

/** The address of an operation, parameters and query filled in. */
export function addressOf(route: Route, { params = {}, query = {} }: AddressParts): string {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return search.size === 0 ? path : `${path}?${search}`
}
