import { Strict } from '#contract/route.ts'
import type { Ctx } from './context.ts'
import { job, type CronLine, type Jobs } from './jobs.ts'
import type { Keyring, Purpose } from './keyring.ts'
import type { Tx } from './postgres/connect.ts'

/** A value that is sealed with the key ring: what names its row, and what it is bound to there. */
export type Sealed = { readonly id: string; readonly sealed: string; readonly bound: string }

/** Where a feature keeps sealed values. */
export type SealedColumn = {
  readonly purpose: Purpose
  /** Up to so many that no key of this prefix has sealed, with the rows held; those after `id`, in the order of it. */
  read(tx: Tx, asked: { activePrefix: string; after: string | undefined; limit: number }): Promise<readonly Sealed[]>
  /** Puts the new text in place of the former, where that still stands. */
  write(tx: Tx, value: { id: string; former: string; anew: string }): Promise<void>
}

export const sealCron: readonly CronLine[] = [{ job: 'secrets.seal-anew', cron: '43 * * * *' }]

/**
 * Every hour, because nobody tells when the key was replaced; where it was not, nothing is found. Then the former key can be
 * dropped, as soon as what `bound` counts is no longer wanted: things that only their owner can show again.
 */
export function sealJobs(
  keyring: Keyring,
  columns: readonly SealedColumn[],
  bound: (tx: Tx, activeKeyId: string) => Promise<number>
): Jobs {
  return {
    'secrets.seal-anew': job(Strict({}), async (ctx) => {
      const done = { sealed: 0, lost: 0 }
      for (const column of columns) {
        const { sealed, lost } = await sealAnew(ctx, keyring, column)
        done.sealed += sealed
        done.lost += lost
      }
      if (done.sealed + done.lost === 0) return
      const stillBound = await ctx.write((tx) => bound(tx, keyring.activeKeyId))
      ctx.log.info({ ...done, stillBound }, 'sealed anew with the active key')
    })
  }
}

const batch = 100

/**
 * Seals with the active key whatever another one has sealed, a hundred rows to a transaction. Ended in the middle it goes on
 * where it was, for what is done is not found again. What no key of the ring opens stays as it is, and is counted.
 */
export async function sealAnew(ctx: Pick<Ctx, 'write'>, keyring: Keyring, column: SealedColumn): Promise<Resealed> {
  const done = { sealed: 0, lost: 0 }
  for (let after: string | undefined; ;) {
    const asked = { activePrefix: `${keyring.activeKeyId}.`, after, limit: batch }
    const round = await ctx.write(async (tx) => {
      const rows = await column.read(tx, asked)
      const opened = rows.map((row) => ({ row, anew: resealed(keyring, column.purpose, row) }))
      for (const { row, anew } of opened)
        if (anew !== undefined) await column.write(tx, { id: row.id, former: row.sealed, anew })
      const lost = opened.filter(({ anew }) => anew === undefined).length
      return { found: rows.length, lost, last: rows.at(-1)?.id }
    })
    done.sealed += round.found - round.lost
    done.lost += round.lost
    if (round.found < batch) return done
    after = round.last
  }
}

export type Resealed = { readonly sealed: number; readonly lost: number }

function resealed(keyring: Keyring, purpose: Purpose, { sealed, bound }: Sealed): string | undefined {
  try {
    return keyring.seal(purpose, keyring.open(purpose, sealed, bound).reveal(), bound)
  } catch {
    return undefined
  }
}
