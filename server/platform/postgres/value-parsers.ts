import pg from 'pg'

type Parser = (text: string) => unknown
type TypeOid = Parameters<typeof pg.types.getTypeParser>[0]

const { builtins } = pg.types
/** Array types have no names in `pg`: pg_type.oid of `_int8`, `_date`, `_timestamptz`, `_interval`, `_text`. */
const arrayOids = { int8: 1016, date: 1182, timestamptz: 1185, interval: 1187, text: 1009 }

const scalars: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [builtins.INT8, safeInteger],
  [builtins.DATE, asIs],
  [builtins.TIMESTAMP, asIs],
  [builtins.INTERVAL, asIs],
  [builtins.TIMESTAMPTZ, rfc3339],
  [arrayOids.int8, arrayOf(safeInteger)],
  [arrayOids.date, arrayOf(asIs)],
  [arrayOids.interval, arrayOf(asIs)],
  [arrayOids.timestamptz, arrayOf(rfc3339)]
])

/**
 * How columns become values, for one pool and not for the whole process: dates and moments stay text (one `Date` a row makes
 * a board six times dearer), `bigint` is a number. Everything else is as `pg` has it: `numeric` is text, JSON is parsed.
 */
export const valueParsers: pg.CustomTypesConfig = {
  getTypeParser(oid: TypeOid, format?: 'text' | 'binary'): Parser {
    const own = format === 'binary' ? undefined : scalars.get(oid)
    return own ?? pg.types.getTypeParser(oid, format)
  }
}

function asIs(text: string): string {
  return text
}

/** Throws beyond 2^53: a number that is silently another number would be worse. */
function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`)
  return value
}

/** `2026-01-02 03:04:05.678901+00`, as a UTC session prints it, in RFC 3339: `2026-01-02T03:04:05.678901Z`. */
function rfc3339(text: string): string {
  if (!text.endsWith('+00')) throw new RangeError(`timestamptz ${text} is not a moment in UTC`)
  return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`
}

function arrayOf(parse: Parser): Parser {
  const parserOf: (oid: number) => Parser = pg.types.getTypeParser
  const parseTexts = parserOf(arrayOids.text)
  const each = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(each)
    return typeof value === 'string' ? parse(value) : null
  }
  return (text) => each(parseTexts(text))
}
