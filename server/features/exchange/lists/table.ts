import { parse } from 'csv-parse/sync'
import { AppError } from '#server/platform/errors.ts'

/** A row by the names of its columns, as they stand in the first line. */
export type Row = { readonly line: number; readonly cells: readonly string[] }
export type Table = { readonly header: readonly string[]; readonly rows: readonly Row[] }

/** CSV in whatever spelling: the delimiter is the one that the first line has most of. Throws `list_unreadable`. */
export function readTable(text: string): Table {
  const rows = parsed(text).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const [first, ...others] = rows
  if (!first) return { header: [], rows: [] }
  return { header: first.cells.map((cell) => cell.trim()), rows: others }
}

function parsed(text: string): Row[] {
  const options = {
    bom: true,
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true
  } as const
  try {
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[] // with `info`
    return records.map(({ record, info }) => ({
      line: info.lines - record.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0),
      cells: record
    }))
  } catch {
    throw new AppError('list_unreadable') // a quote that never ends
  }
}

const delimiters = [',', ';', '\t'] as const

function delimiterOf(text: string): string {
  const bare = (/^\uFEFF?([^\r\n]*)/.exec(text)?.[1] ?? '').replaceAll(/"[^"]*"/g, '')
  const counted = delimiters.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }))
  return counted.toSorted((one, other) => other.count - one.count)[0]?.delimiter ?? ','
}

/** The cell of a column by its name; empty where there is none. */
export function cellsByName({ header }: Table): (row: Row, ...names: readonly string[]) => string {
  const places = new Map(header.map((name, index) => [name.toLowerCase(), index]))
  return ({ cells }, ...names) => {
    const index = names.map((name) => places.get(name.toLowerCase())).find((place) => place !== undefined)
    return index === undefined ? '' : (cells[index] ?? '').trim()
  }
}
