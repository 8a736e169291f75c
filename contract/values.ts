import Type from 'typebox'

/** The shapes that several features share. Text is bounded here once: what is longer is refused, never cut. */

const isoDate = '^((19|20|21)\\d{2}|2200)-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$'

export const Uuid = Type.String({ format: 'uuid', minLength: 36, maxLength: 36 })
/** RFC 3339 full-date, years 1900–2200, a day that exists (format `date`). */
export const PlainDate = Type.String({ format: 'date', pattern: isoDate })
/** RFC 3339 instant in UTC, as the database prints it. */
export const Instant = Type.String({ format: 'date-time' })
export const TimeOfDay = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })
/** An IANA time zone name; the verb checks that this build of ICU knows it. */
export const TimeZone = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_+/-]+$' })
/** ISO 3166-1 alpha-2. */
export const Country = Type.String({ pattern: '^[A-Z]{2}$' })
export const Language = Words('en', 'de')
export type Language = Type.Static<typeof Language>

/** One line of text: no control characters. */
export const Line = (maxLength: number, minLength = 1) =>
  Type.String({ minLength, maxLength, pattern: '^[^\\u0000-\\u001F\\u007F]*$' })
/** Several lines: tabs and line breaks are the only control characters. */
export const Prose = (maxLength: number, minLength = 0) =>
  Type.String({
    ...(minLength > 0 && { minLength }),
    maxLength,
    pattern: '^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F]*$'
  })

/** Money in minor units of an ISO 4217 currency. */
export const Money = Type.Object(
  {
    minor: Type.Integer({ minimum: 0, maximum: 1_000_000_000_000 }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' })
  },
  { additionalProperties: false }
)
export type Money = Type.Static<typeof Money>
export const Minutes = Type.Integer({ minimum: 0, maximum: 100_000 })

/** One of a closed set of words. */
export function Words<const W extends readonly string[]>(...words: W) {
  return Type.Unsafe<W[number]>({ type: 'string', enum: [...words] })
}

/**
 * The schema, or null. Written as `type: [T, 'null']` where it can be: the serialiser is far quicker with it than with `anyOf`.
 */
export function Nullable<T extends Type.TSchema>(schema: T) {
  const { type, enum: words, ...rest }: { type?: unknown; enum?: unknown[] } = schema
  if (typeof type !== 'string' || type === 'object') {
    return Type.Unsafe<Type.Static<T> | null>({ anyOf: [schema, { type: 'null' }] })
  }
  return Type.Unsafe<Type.Static<T> | null>({ type: [type, 'null'], ...(words && { enum: [...words, null] }), ...rest })
}
