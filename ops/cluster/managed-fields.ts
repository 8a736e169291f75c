import Type, { type Static } from 'typebox'
import type { Release } from './cluster.ts'

/** Who owns which fields of an object, as the API server keeps it (`fieldsV1`: a tree of `f:name`). */
export const ManagedFields = Type.Array(
  Type.Object({ manager: Type.Optional(Type.String()), fieldsV1: Type.Optional(Type.Unknown()) })
)
type ManagedFields = Static<typeof ManagedFields>

/** Of each key of a Secret's data: the managers that own it. */
export function ownersIn(managedFields: ManagedFields): Map<string, readonly string[]> {
  const owners = new Map<string, readonly string[]>()
  for (const { manager = 'unknown', fieldsV1 } of managedFields) {
    for (const key of Object.keys(below(fieldsV1, ['f:data']))) {
      const name = key.replace(/^f:/, '')
      if (name !== '.') owners.set(name, [...(owners.get(name) ?? []), manager])
    }
  }
  return owners
}

/** The same, without the keys in what others than the manager own, and without the annotations in what anybody does. */
export function withoutOthers(managedFields: ManagedFields, { keys, manager, annotations }: Release): ManagedFields {
  return managedFields.map((entry) => {
    const fields = structuredClone(entry.fieldsV1)
    const values = below(fields, ['f:data'])
    if (entry.manager !== manager) for (const key of keys) delete values[`f:${key}`]
    const notes = below(fields, ['f:metadata', 'f:annotations'])
    for (const name of annotations) delete notes[`f:${name}`]
    return { ...entry, fieldsV1: fields }
  })
}

function below(fields: unknown, path: readonly string[]): Record<string, unknown> {
  const found = path.reduce<unknown>((at, key) => (isTree(at) ? at[key] : undefined), fields)
  return isTree(found) ? found : {}
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
