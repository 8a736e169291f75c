import { EventEmitter } from 'node:events'
import { randomUUID } from 'node:crypto'

/** A JSON object of the API. */
export type Thing = { metadata: Metadata; [field: string]: unknown }
type Metadata = {
  name: string
  namespace?: string
  uid?: string
  resourceVersion?: string
  annotations?: Record<string, string>
  labels?: Record<string, string>
  [field: string]: unknown
}
export type Happening = {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: Thing
  readonly version: number
}

/** A refusal of the API: an HTTP status and a reason. */
export class Refusal extends Error {
  readonly status: number
  readonly reason: string

  constructor(status: number, reason: string, message: string) {
    super(message)
    this.status = status
    this.reason = reason
  }
}

type Owner = { manager: string; operation: 'Apply' | 'Update'; fields: Set<string> }
type Stored = { thing: Thing; owners: Owner[] }
export type Write = {
  readonly manager: string
  readonly dryRun: boolean
  readonly force: boolean
  /** What a new object has where nobody says anything else. */
  readonly defaults?: object
}

/** Objects of one API server with one count of versions, field ownership and a history to watch. */
export class ObjectStore extends EventEmitter<{ happened: [collection: string, happening: Happening] }> {
  #version = 100
  #oldest = 0
  readonly #stored = new Map<string, Stored>()
  readonly #history: { collection: string; happening: Happening }[] = []

  get version(): number {
    return this.#version
  }

  get(collection: string, name: string): Thing | undefined {
    const found = this.#stored.get(`${collection}/${name}`)
    return found && withOwners(found)
  }

  list(collection: string): Thing[] {
    const inside = [...this.#stored].filter(([key]) => key.slice(0, key.lastIndexOf('/')) === collection)
    return inside.map(([, stored]) => withOwners(stored))
  }

  create(collection: string, thing: Thing, { manager, dryRun }: Write): Thing {
    const key = `${collection}/${thing.metadata.name}`
    if (this.#stored.has(key)) throw new Refusal(409, 'AlreadyExists', `${thing.metadata.name} already exists`)
    if (thing.metadata.resourceVersion)
      throw new Refusal(400, 'BadRequest', 'resourceVersion should not be set on objects to be created')
    const made = structuredClone(thing)
    made.metadata = { ...made.metadata, uid: randomUUID(), creationTimestamp: new Date().toISOString() }
    return this.#keep(collection, { thing: made, owners: [owner(manager, 'Update', made)] }, dryRun)
  }

  /** Somebody's whole idea of the object: what it changes is theirs from then on. */
  replace(collection: string, thing: Thing, { manager, dryRun }: Write): Thing {
    const before = this.#existing(collection, thing.metadata.name)
    expectVersion(before.thing, thing.metadata.resourceVersion)
    const after = structuredClone(thing)
    const { managedFields, ...metadata } = after.metadata
    after.metadata = { ...metadata, uid: before.thing.metadata.uid ?? '' }
    if (managedFields !== undefined) before.owners = ownersOf(managedFields as ManagedField[]) // as withOwners writes them
    checkImmutable(before.thing, after)
    return this.#keep(collection, { thing: after, owners: afterUpdate(before, after, manager) }, dryRun)
  }

  /** Server-side apply: `thing` is all that this manager wants of the object. */
  apply(collection: string, thing: Thing, write: Write): Thing {
    const { manager, dryRun, force } = write
    const found = this.#stored.get(`${collection}/${thing.metadata.name}`)
    if (!found) return this.#applyNew(collection, thing, write)
    const before = structuredClone(found)
    expectVersion(before.thing, thing.metadata.resourceVersion)
    const [present, wanted] = [leaves(before.thing), leaves(thing)]
    const isOwn = (each: Owner) => each.manager === manager && each.operation === 'Apply'
    const others = before.owners.filter((each) => !isOwn(each))
    const taken = conflicts(present, wanted, others)
    if (taken.length > 0 && !force) throw new Refusal(409, 'Conflict', taken.join('; '))
    const dropped = [...(before.owners.find(isOwn)?.fields ?? [])].filter(
      (field) => !wanted.has(field) && !others.some(({ fields }) => fields.has(field))
    )
    const after = structuredClone(before.thing)
    for (const field of dropped) set(after, field, undefined)
    for (const [field, value] of wanted) {
      set(after, field, value)
      if (!same(present.get(field), value)) for (const each of others) each.fields.delete(field)
    }
    checkImmutable(before.thing, after)
    const owners = [...others.filter(({ fields }) => fields.size > 0), owner(manager, 'Apply', thing)]
    return this.#keep(collection, { thing: after, owners }, dryRun)
  }

  /** What nobody has asked for is nobody's. */
  #applyNew(collection: string, thing: Thing, { manager, dryRun, defaults }: Write): Thing {
    if (thing.metadata.resourceVersion) throw new Refusal(409, 'Conflict', 'the object has been modified')
    const made = { ...defaults, ...structuredClone(thing) }
    made.metadata = { ...made.metadata, uid: randomUUID(), creationTimestamp: new Date().toISOString() }
    return this.#keep(collection, { thing: made, owners: [owner(manager, 'Apply', thing)] }, dryRun)
  }

  remove(collection: string, name: string): Thing {
    const { thing } = this.#existing(collection, name)
    this.#stored.delete(`${collection}/${name}`)
    this.#happens(collection, 'DELETED', thing)
    return thing
  }

  /** What happened after that version; a version that is forgotten is gone. */
  since(collection: string, version: number): Happening[] {
    if (version < this.#oldest) throw new Refusal(410, 'Expired', 'too old resource version')
    return this.#history
      .filter((each) => each.collection === collection && each.happening.version > version)
      .map(({ happening }) => happening)
  }

  /** Forgets its history, as etcd does when it is compacted. */
  compact(): void {
    this.#oldest = this.#version
    this.#history.length = 0
  }

  #existing(collection: string, name: string): Stored {
    const found = this.#stored.get(`${collection}/${name}`)
    if (!found) throw new Refusal(404, 'NotFound', `${name} not found`)
    return structuredClone(found)
  }

  #keep(collection: string, stored: Stored, dryRun: boolean): Thing {
    const key = `${collection}/${stored.thing.metadata.name}`
    const before = this.#stored.get(key)
    if (before && same(stripped(before), stripped(stored))) return withOwners(before)
    if (dryRun) return withOwners(stored)
    this.#version += 1
    stored.thing.metadata.resourceVersion = String(this.#version)
    this.#stored.set(key, stored)
    this.#happens(collection, before ? 'MODIFIED' : 'ADDED', stored.thing)
    return withOwners(stored)
  }

  #happens(collection: string, type: Happening['type'], thing: Thing): void {
    if (type === 'DELETED') this.#version += 1
    const happening = { type, object: structuredClone(thing), version: this.#version }
    this.#history.push({ collection, happening })
    this.emit('happened', collection, happening)
  }
}

function stripped({ thing, owners }: Stored): unknown {
  const { resourceVersion: _, ...metadata } = thing.metadata
  return [{ ...thing, metadata }, owners.map((each) => [each.manager, each.operation, [...each.fields].toSorted()])]
}

function withOwners({ thing, owners }: Stored): Thing {
  const managedFields = owners.map(({ manager, operation, fields }) => ({
    manager,
    operation,
    fieldsType: 'FieldsV1',
    fieldsV1: nested([...fields])
  }))
  return structuredClone({ ...thing, metadata: { ...thing.metadata, managedFields } })
}

type Fields = { [field: `f:${string}`]: Fields }
type ManagedField = { manager: string; operation: Owner['operation']; fieldsV1: Fields }

function nested(fields: readonly string[]): Fields {
  const all: Fields = {}
  for (const field of fields) {
    let place = all
    for (const key of field.split(' ')) place = place[`f:${key}`] ??= {}
  }
  return all
}

function ownersOf(managedFields: readonly ManagedField[]): Owner[] {
  return managedFields
    .map(({ manager, operation, fieldsV1 }) => ({ manager, operation, fields: new Set(pathsIn(fieldsV1)) }))
    .filter(({ fields }) => fields.size > 0)
}

function pathsIn(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([key, below]) => {
    const deeper = pathsIn(below)
    return deeper.length === 0 ? [key.slice(2)] : deeper.map((path) => `${key.slice(2)} ${path}`)
  })
}

function owner(manager: string, operation: Owner['operation'], thing: Thing): Owner {
  return { manager, operation, fields: new Set(leaves(thing).keys()) }
}

function afterUpdate(before: Stored, after: Thing, manager: string): Owner[] {
  const [was, is] = [leaves(before.thing), leaves(after)]
  const changed = [...is].filter(([field, value]) => !same(was.get(field), value)).map(([field]) => field)
  const gone = [...was.keys()].filter((field) => !is.has(field))
  for (const { fields } of before.owners) for (const field of [...changed, ...gone]) fields.delete(field)
  const own = before.owners.find((each) => each.manager === manager && each.operation === 'Update')
  const owners = before.owners.filter((each) => each !== own && each.fields.size > 0)
  const fields = new Set([...(own?.fields ?? []), ...changed])
  return fields.size > 0 ? [...owners, { manager, operation: 'Update', fields }] : owners
}

function conflicts(present: Map<string, unknown>, wanted: Map<string, unknown>, others: Owner[]): string[] {
  return others.flatMap(({ manager, fields }) =>
    [...wanted]
      .filter(([field, value]) => fields.has(field) && !same(present.get(field), value))
      .map(([field]) => `conflict with "${manager}" using v1: .${field}`)
  )
}

function expectVersion(thing: Thing, version: string | undefined): void {
  if (version !== undefined && version !== thing.metadata.resourceVersion) {
    throw new Refusal(409, 'Conflict', 'the object has been modified; please apply your changes to the latest version')
  }
}

function checkImmutable(before: Thing, after: Thing): void {
  if (!same(before['type'], after['type'])) throw new Refusal(422, 'Invalid', 'type: Invalid value: field is immutable')
  if (before['immutable'] === true && !same(before['data'], after['data'])) {
    throw new Refusal(422, 'Invalid', 'data: Forbidden: field is immutable when `immutable` is set')
  }
}

const unowned =
  /^(apiVersion|kind|metadata (name|namespace|uid|resourceVersion|creationTimestamp|managedFields|generation))( |$)/

/** Every field that is no object, by its path; lists are one field. */
function leaves(value: object, path = ''): Map<string, unknown> {
  const found = Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
    const field = path === '' ? key : `${path} ${key}`
    if (unowned.test(field)) return []
    const isObject = typeof each === 'object' && each !== null && !Array.isArray(each)
    return isObject ? [...leaves(each, field)] : [[field, each]]
  })
  return new Map(found)
}

function set(thing: Thing, field: string, value: unknown): void {
  const path = field.split(' ')
  const last = path.pop() ?? ''
  let place: Record<string, unknown> = thing
  for (const key of path) place = (place[key] ??= {}) as Record<string, unknown> // a path of ours: objects all the way
  if (value === undefined) delete place[last]
  else place[last] = value
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
