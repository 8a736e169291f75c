import { verifyApplePurchase } from '#contract/purchases.ts'
import { race } from '#test/race.ts'
import type { StoreStage } from './apple-stage.ts'

export type ClaimRace = {
  readonly claims: number
  /** Answered 200. */
  readonly taken: number
  /** Answered 409. */
  readonly refused: number
  readonly purchases: number
  /** Of which all that one account has sent was taken, and all that the other one has sent was refused. */
  readonly withOneWinner: number
  /** How many purchases are somebody’s at the end, and how often in all. */
  readonly owners: readonly [purchases: number, times: number]
}

/** In each round two accounts show a purchase that nobody has, so many times at once. */
export async function claimRace(stage: StoreStage, rounds: readonly number[]): Promise<ClaimRace> {
  const people = [await stage.app.person('Anna'), await stage.app.person('Berta')]
  const counts = { claims: 0, taken: 0, refused: 0, withOneWinner: 0 }
  for (const atOnce of rounds) {
    const purchase = stage.store.buy()
    const body = { signedTransaction: purchase.signedTransaction(), signedRenewalInfo: purchase.signedRenewal() }
    const results = await race(atOnce, async (index) => {
      const reply = await people[index % 2]?.send(verifyApplePurchase, { body })
      return reply?.statusCode
    })
    const answers = results.map((each) => (each.status === 'fulfilled' ? each.value : undefined))
    const winner = answers.indexOf(200) % 2
    counts.claims += atOnce
    counts.taken += answers.filter((status) => status === 200).length
    counts.refused += answers.filter((status) => status === 409).length
    if (answers.every((status, index) => status === (index % 2 === winner ? 200 : 409))) counts.withOneWinner += 1
  }
  const { rows } = await stage.app.database.pool.query<{ purchases: number; times: number }>(
    `select count(distinct purchase_id)::integer as purchases, count(*)::integer as times
    from ownership_epochs where valid_to is null`
  )
  const { purchases = 0, times = 0 } = rows[0] ?? {}
  return { ...counts, purchases: rounds.length, owners: [purchases, times] }
}
