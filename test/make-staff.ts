import { newId } from '#server/platform/ids.ts'
import type { Person, TestApp } from './harness.ts'

/** Somebody of the staff with a second factor, put straight into the database. */
export async function makeStaff(app: TestApp, name = 'Stella'): Promise<Person> {
  const person = await app.person(name)
  await app.db.insertInto('account_marks').values({ user_id: person.userId, is_staff: true }).execute()
  await addFactor(app, person.userId)
  return person
}

async function addFactor(app: TestApp, userId: string): Promise<void> {
  await app.db
    .insertInto('totp_factors')
    .values({ user_id: userId, sealed_secret: 'nobody shows it', confirmed_at: app.clock.now().toString() })
    .execute()
}

/** A purchase that waits for its payment and is nobody's, put straight into the database. */
export async function makePurchase(app: TestApp, accountId: string | null = null, state = 'HOLD'): Promise<string> {
  const id = newId()
  const at = app.clock.now().toString()
  await app.db
    .insertInto('store_purchases')
    .values({
      id,
      store: 'apple',
      environment: 'production',
      key: id,
      state,
      account_id: accountId,
      first_seen_at: at,
      projected_at: at
    })
    .execute()
  return id
}

/** Proposed by somebody else of the staff, to somebody. */
export async function makeTransfer(app: TestApp): Promise<string> {
  const id = newId()
  const [proposer, receiver] = [await makeStaff(app, 'Sandra'), await app.person('Rita')]
  await app.db
    .insertInto('purchase_transfers')
    .values({
      id,
      purchase_id: await makePurchase(app),
      to_account_id: receiver.userId,
      reason: 'bought with another account',
      proposed_by: proposer.userId,
      proposed_at: app.clock.now().toString(),
      expires_at: app.clock.now().add({ hours: 72 }).toString()
    })
    .execute()
  return id
}

export async function makeAlert(app: TestApp): Promise<string> {
  const id = newId()
  const at = app.clock.now().toString()
  await app.db
    .insertInto('subscription_alerts')
    .values({ id, kind: 'unmapped_product', about: id, raised_at: at, last_at: at })
    .execute()
  return id
}
