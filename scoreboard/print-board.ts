import type { Measured, Row } from './row.ts'

export type Line = { readonly row: Row; readonly measured: Measured }

const headings = ['', 'metric', 'target', 'figure', 'better-auth', '']

/** The lines under each other, columns aligned. */
export function printBoard(lines: readonly Line[]): void {
  const table = [headings, ...lines.map(cells)]
  const widths = headings.map((_, column) => Math.max(...table.map((line) => line[column]?.length ?? 0)))
  for (const line of table)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()
    )
  console.log(`${lines.filter(({ measured }) => measured.met).length} of ${lines.length} met`)
}

function cells({ row, measured }: Line): string[] {
  return [row.id, row.metric, row.target, measured.figure, measured.compared ?? '', measured.met ? 'met' : 'missed']
}
