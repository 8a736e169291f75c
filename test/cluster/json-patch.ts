import { Refusal } from './object-store.ts'

type Operation = { readonly op: string; readonly path: string; readonly value?: unknown }

/** RFC 6902 on objects: what patches of annotations and data need. A `test` that fails is 422, as the API server has it. */
export function jsonPatched<T extends object>(thing: T, operations: readonly Operation[]): T {
  const after = structuredClone(thing)
  for (const operation of operations) {
    const keys = operation.path.split('/').slice(1).map(unescaped)
    const last = keys.pop() ?? ''
    const place = keys.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), after)
    if (!isObject(place)) throw new Refusal(422, 'Invalid', `the path ${operation.path} does not exist`)
    carryOut(operation, place, last)
  }
  return after
}

function carryOut({ op, path, value }: Operation, place: Record<string, unknown>, key: string): void {
  if (op === 'test' && JSON.stringify(place[key]) !== JSON.stringify(value)) {
    throw new Refusal(422, 'Invalid', `testing ${path} failed`)
  }
  if ((op === 'remove' || op === 'replace') && !(key in place)) throw new Refusal(422, 'Invalid', `${path} is missing`)
  if (op === 'remove') delete place[key]
  if (op === 'add' || op === 'replace') place[key] = value
}

function unescaped(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** RFC 7386. */
export function mergePatched(thing: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const after: Record<string, unknown> = isObject(thing) ? structuredClone(thing) : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete after[key]
    else after[key] = mergePatched(after[key], value)
  }
  return after
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
