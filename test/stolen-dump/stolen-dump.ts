import * as accounts from '#contract/accounts.ts'
import { federatedApp, type FederatedApp } from '#server/features/accounts/federation/testing-federation.ts'
import type { Scope } from '../afterwards.ts'
import { cheapPasswords } from '../cheap-passwords.ts'
import { dump } from '../dump.ts'
import { makeDoors, type Door } from './doors.ts'
import { placesOf, stringsOf } from './strings.ts'

export type Findings = {
  /** How many strings were tried, at how many doors. */
  readonly strings: number
  readonly doors: number
  /** Which string of the dump opened which door. */
  readonly opened: string[]
  /** Which credential stands somewhere as it is. */
  readonly written: string[]
  /** Which door does not open to what belongs there, so that nothing was shown by trying. */
  readonly stuck: string[]
}

/**
 * Fills an installation with every kind of credential, takes copies of the whole database at several moments, the queue of
 * jobs and its errors included, and tries every string of them at every door.
 */
export async function tryStolenDump(scope: Scope): Promise<Findings> {
  const passwords = cheapPasswords()
  const app = await federatedApp(scope, { passwords })
  const doors = await makeDoors(app, passwords)
  const rows = await copies(app)
  const strings = [...stringsOf(rows)]
  const opened: string[] = []
  const stuck: string[] = []
  for (const [name, door] of Object.entries(doors)) {
    const fitting = strings.filter((text) => door.takes(text))
    for (const text of await openers(app, door, fitting)) opened.push(`${name}: ${text}`)
    if (!(await door.opens(door.genuine))) stuck.push(name)
  }
  await app.runJobs()
  const written = Object.entries(doors).flatMap(([name, { genuine }]) =>
    [genuine, genuine.replaceAll('-', '')].flatMap((secret) =>
      placesOf(secret, rows).map((table) => `${name} in ${table}`)
    )
  )
  return { strings: strings.length, doors: Object.keys(doors).length, opened, written, stuck }
}

/** As it is, with work that waits, and with work that has failed. */
async function copies(app: FederatedApp) {
  const quiet = await dump(app.database.pool)
  app.log.expectErrors()
  app.mail.outage = new Error('421 try again later')
  await app.anonymous.call(accounts.forgotPassword, { body: { email: 'anna@example.org' } })
  const waiting = await dump(app.database.pool)
  await app.runJobs()
  const failed = await dump(app.database.pool)
  app.mail.outage = undefined
  await app.database.pool.query('update graphile_worker._private_jobs set run_at = now()')
  return [...quiet, ...waiting, ...failed]
}

/** At once no more than the limits on guesses let through; then they are taken back, as time would. */
const together = 4

async function forgetGuesses({ database }: FederatedApp): Promise<void> {
  await database.pool.query(
    `delete from guess_sources; delete from guessed_accounts;
     update one_time_credentials set attempts_left = 5 where consumed_at is null`
  )
}

async function openers(app: FederatedApp, door: Door, strings: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (let index = 0; index < strings.length; index += together) {
    const batch = strings.slice(index, index + together)
    const opens = await Promise.all(batch.map((text) => door.opens(text)))
    found.push(...batch.filter((_, at) => opens[at]))
    if (!door.pauses) await forgetGuesses(app)
  }
  return found
}
