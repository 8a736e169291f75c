import { parseArgs } from 'node:util'

export type BenchOptions = {
  /** In the large table. */
  readonly tasks: number
  /** Names of rows; undefined: all of them. */
  readonly only: readonly string[] | undefined
  /** Fewer, shorter rounds and 100 000 tasks: to see whether it works, not to quote. */
  readonly quick: boolean
}

/** What was asked for on the command line, or the lines that say how to ask. */
export function benchOptions(args: readonly string[], names: readonly string[]): BenchOptions | { usage: string } {
  const usage = `usage: npm run bench [-- [--quick] [--tasks <count>] [--only <row>,<row>…]]\nrows: ${names.join(' ')}`
  const given = valuesIn(args)
  if (!given) return { usage }
  const only = given.only?.split(',')
  const unknown = only?.filter((name) => !names.includes(name)) ?? []
  if (unknown.length > 0) return { usage: `no such row: ${unknown.join(', ')}\n${usage}` }
  if (!/^[1-9]\d{3,9}$/.test(given.tasks)) return { usage: `not a number of tasks: ${given.tasks}\n${usage}` }
  return { tasks: given.quick ? 100_000 : Number(given.tasks), only, quick: given.quick }
}

function valuesIn(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        tasks: { type: 'string', default: '1000000' },
        only: { type: 'string' },
        quick: { type: 'boolean', default: false }
      }
    }).values
  } catch {
    return undefined // --help, and whatever else is not an option of it
  }
}
