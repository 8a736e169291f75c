/** The fields of `next` that differ from `before`, compared as JSON; undefined when none does. */
export function changesOf<T extends object>(before: { [K in keyof T]?: unknown }, next: T): Partial<T> | undefined {
  const keys = Object.keys(next) as (keyof T)[] // the object's own keys
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(next[key]))
  if (changed.length === 0) return undefined
  const changes: Partial<T> = {}
  for (const key of changed) changes[key] = next[key]
  return changes
}
