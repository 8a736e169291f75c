import type { Ground } from '#server/platform/make-context.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { calibrate } from './calibrate.ts'
import { saveCost, storedCost } from './password-cost-queries.ts'
import { parameters, type Argon2Parameters } from './passwords.ts'

/** Part of `passwords` in config.yaml. */
export type FixedCost = { readonly memoryKib?: number | undefined; readonly passes?: number | undefined }

/**
 * What a password costs here. What is measured is measured once and kept, so that every process and every start computes
 * alike: a check for nobody must not be cheaper than the hashes that were made last week.
 */
export async function passwordCost(
  { db, log }: Pick<Ground, 'db' | 'log'>,
  fixed: FixedCost
): Promise<Argon2Parameters> {
  const known = await knownCost(db, fixed)
  if (known) return known
  await saveCost(db, await calibrate())
  const cost = (await storedCost(db)) ?? parameters // another process may have been first
  log.info({ ...cost }, 'Measured what a password may cost on this machine')
  return cost
}

/** What is configured, else what was measured before. */
export async function knownCost(db: Db, { memoryKib, passes }: FixedCost): Promise<Argon2Parameters | undefined> {
  if (memoryKib === undefined && passes === undefined) return storedCost(db)
  return { ...parameters, ...(memoryKib !== undefined && { memoryKib }), ...(passes !== undefined && { passes }) }
}
