/** What was typed, put on top of a newer version: fields that were left alone follow it, fields that were changed stay. */
export function rebased<T extends object>(draft: T, before: T, next: T): T {
  const result = { ...next }
  const keys = Object.keys(next) as (keyof T)[] // the object's own keys
  for (const key of keys) if (JSON.stringify(draft[key]) !== JSON.stringify(before[key])) result[key] = draft[key]
  return result
}
