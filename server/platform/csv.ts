import { stringify } from 'csv-stringify/sync'

/**
 * RFC 4180 with a byte-order mark, so that spreadsheets read UTF-8; what a spreadsheet would take for a formula gets an
 * apostrophe before it.
 */
export async function* csv<T extends object>(
  columns: readonly (keyof T & string)[],
  rows: AsyncIterable<T>
): AsyncIterable<string> {
  const options = { columns: [...columns], escape_formulas: true, record_delimiter: 'windows' } as const
  yield `\uFEFF${columns.join(',')}\r\n`
  for await (const row of rows) yield stringify([row], options)
}

/** An array of JSON, one item a line. */
export async function* jsonLines(items: AsyncIterable<unknown>): AsyncIterable<string> {
  let before = '[\n'
  for await (const item of items) {
    yield before + JSON.stringify(item)
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
