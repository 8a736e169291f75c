/** An SVG path of the dark modules of a square matrix, row by row, neighbours joined. */
export function squaresPath(dark: ArrayLike<number>, size: number): string {
  const rows = Array.from({ length: size }, (_, y) =>
    Array.from({ length: size }, (__, x) => Boolean(dark[y * size + x]))
  )
  return rows
    .map((row, y) =>
      runs(row)
        .map(([start, length]) => `M${start} ${y}h${length}v1h-${length}z`)
        .join('')
    )
    .join('')
}

function runs(row: readonly boolean[]): [start: number, length: number][] {
  return row.flatMap((isDark, x): [number, number][] => {
    if (!isDark || row[x - 1] === true) return []
    const end = row.indexOf(false, x)
    return [[x, (end === -1 ? row.length : end) - x]]
  })
}
