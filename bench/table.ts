/** One line of the table. `ratio` over `goal` is a miss; without a goal the line only informs. */
export type Row = {
  readonly name: string
  readonly measured: string
  readonly limit: string
  readonly ratio: number
  readonly goal?: number
}

const headings = ['request', 'measured', 'against', 'ratio', 'goal', '']

/** The rows under each other, columns aligned. */
export function printTable(rows: readonly Row[]): void {
  const lines = [headings, ...rows.map(cells)]
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  for (const line of lines) {
    const padded = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
    )
    console.log(padded.join('  ').trimEnd())
  }
}

function cells({ name, measured, limit, ratio, goal }: Row): string[] {
  if (goal === undefined) return [name, measured, limit, number(ratio), '', '']
  return [name, measured, limit, number(ratio), `≤ ${number(goal)}`, ratio <= goal ? '✓' : '✗']
}

function number(value: number): string {
  return Number.isNaN(value) ? '' : value.toPrecision(3)
}
