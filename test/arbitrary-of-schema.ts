import fc, { type Arbitrary } from 'fast-check'

/** The parts of JSON Schema that the contract uses. */
export type Schema = {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minProperties?: number
  pattern?: string
  format?: string
}

/** Values that fit a schema of the contract, except for what JSON Schema cannot say. `ids` are tried where a UUID is asked for. */
export function fitting(schema: Schema, ids: readonly string[]): Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((option) => fitting(option, ids)))
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => fitting({ ...schema, type }, ids)))
  return (ofType[schema.type ?? 'object'] ?? object)(schema, ids)
}

const ofType: Record<string, (schema: Schema, ids: readonly string[]) => Arbitrary<unknown>> = {
  string: text,
  integer: ({ minimum = -1000, maximum = 1000 }) => fc.integer({ min: minimum, max: maximum }),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
  array: ({ items = {}, minItems = 0, maxItems = 3 }, ids) =>
    fc.array(fitting(items, ids), { minLength: minItems, maxLength: Math.min(maxItems, 3) }),
  object
}

function text({ pattern, format, minLength = 0, maxLength = 200 }: Schema, ids: readonly string[]): Arbitrary<string> {
  if (format === 'uuid')
    return ids.length > 0 ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, fc.uuid()) : fc.uuid()
  if (format === 'date')
    return fc
      .date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
  // A repetition to the end is given the length that is asked for: waiting for one long enough by chance may take forever.
  const shaped =
    pattern === undefined || pattern.startsWith('^[^')
      ? fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 50) })
      : fc.stringMatching(
          new RegExp(pattern.replace(/[+*]\$$/, `{${Math.max(minLength, 1)},${Math.max(minLength, 50)}}$`))
        )
  return shaped.filter((value) => value.length >= minLength && value.length <= maxLength)
}

function object({ properties = {}, required = [] }: Schema, ids: readonly string[]): Arbitrary<object> {
  const fields = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, fitting(schema, ids)]))
  return fc.record(fields, { requiredKeys: required })
}

/** What nobody should send. */
const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1e9,
    1e300,
    0.5,
    '',
    ' ',
    '\u0000',
    '\uD800',
    '😀'.repeat(200),
    "'; drop table users; --",
    '2026-02-30',
    '9999-01-01',
    '0000-00-00',
    '+02:00',
    'Europe/Atlantis',
    [],
    {},
    [[[[]]]]
  ),
  fc.anything({ maxDepth: 2 }),
  fc.string({ unit: 'binary' })
)

/** An answer repeats the name of a field that it does not know: what looks like an address would be taken for one. */
const unknownName = fc.string().filter((name) => !name.includes('@'))

/** A value that fitted, with one place of it exchanged, added or taken away. */
export function spoiled(value: unknown): Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null) return hostile
  const keys = Object.keys(value)
  const added = fc
    .tuple(fc.oneof(fc.constantFrom('__proto__', 'constructor', 'userId', 'residenceId', 'role'), unknownName), hostile)
    .map(([key, worse]) => ({ ...value, [key]: worse }))
  if (keys.length === 0) return fc.oneof(hostile, added)
  const exchanged = fc
    .constantFrom(...keys)
    .chain((key) =>
      spoiled(Reflect.get(value, key)).map((worse) =>
        Array.isArray(value) ? value.with(Number(key), worse) : { ...value, [key]: worse }
      )
    )
  const reduced = fc
    .constantFrom(...keys)
    .map((key) => Object.fromEntries(Object.entries(value).filter(([other]) => other !== key)))
  return fc.oneof({ weight: 5, arbitrary: exchanged }, added, Array.isArray(value) ? hostile : reduced)
}
