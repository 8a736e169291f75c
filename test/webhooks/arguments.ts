export type StormArguments = { readonly webhooks: number; readonly kills: number; readonly seed: number }

export const stormUsage = 'usage: npm run test:webhooks [-- <webhooks of each store> [<kills> [<seed>]]]'

/** What was asked for on the command line; undefined: nobody can tell what. */
export function stormArguments(args: readonly string[], anySeed: number): StormArguments | undefined {
  const areNumbers = args.every((text) => /^\d{1,9}$/.test(text))
  const [webhooks = 1000, kills = 25, seed = anySeed] = args.map(Number)
  return areNumbers && args.length <= 3 && webhooks > 0 ? { webhooks, kills, seed } : undefined
}
