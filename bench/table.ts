/** One line of the table. `ratio` over `goal` is a miss; without a goal the line only informs. */
export type Row = {
  readonly name: string
  readonly measured: string
  readonly limit: string
  readonly ratio: number
  readonly goal?: number
}

const headings = ['request', 'measured', 'against', 'ratio', 'goal', '']

/** The rows under each other, columns aligned. `isJudged`: a mark says whether each goal is met. */
export function tableOf(rows: readonly Row[], { isJudged }: { isJudged: boolean }): string[] {
  const lines = [headings, ...rows.map((row) => cells(row, isJudged))]
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines.map((line) => {
    const padded = line.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
    )
    return padded.join('  ').trimEnd()
  })
}

function cells({ name, measured, limit, ratio, goal }: Row, isJudged: boolean): string[] {
  if (goal === undefined) return [name, measured, limit, number(ratio), '', '']
  const mark = ratio <= goal ? '✓' : '✗'
  return [name, measured, limit, number(ratio), `≤ ${number(goal)}`, isJudged ? mark : '']
}

function number(value: number): string {
  return Number.isNaN(value) ? '' : value.toPrecision(3)
}
