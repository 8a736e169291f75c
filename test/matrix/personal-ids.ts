import { createCalendarFeed } from '#contract/calendar-feeds.ts'
import { registerPushDevice } from '#contract/devices.ts'
import { beginUpload } from '#contract/files.ts'
import { createResidence } from '#contract/residences.ts'
import { newId } from '#server/platform/ids.ts'
import type { TestApp } from '../harness.ts'
import { makeAlert, makePurchase, makeTransfer } from '../make-staff.ts'

type Maker = (app: TestApp, person: { userId: string; token: string }) => Promise<string>

/** Where the ids come from that belong to a person and not to a home, by the parameter's name. */
export const personalIds: Readonly<Record<string, Maker>> = {
  registrationId: async () => newId(),
  // Of anybody's, for staff.
  purchaseId: (app) => makePurchase(app),
  accountId: async (app) => (await app.person('Anna')).userId,
  alertId: makeAlert,
  transferId: makeTransfer,
  // Only a provider can make one.
  identityId: async (app, { userId }) => {
    const id = newId()
    const at = app.clock.now().toString()
    await app.db
      .insertInto('identities')
      .values({
        id,
        user_id: userId,
        issuer: 'https://accounts.google.com',
        subject: id,
        client_id: 'web.google',
        linked_at: at,
        last_used_at: at
      })
      .execute()
    return id
  },
  sessionId: async (app, { userId }) => {
    const { id } = await app.db
      .selectFrom('sessions')
      .select('id')
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow()
    return id
  },
  passkeyId: async (app, { userId }) => {
    const id = newId()
    await app.db
      .insertInto('passkeys')
      .values({
        id,
        user_id: userId,
        credential_id: Buffer.from(id),
        public_key: Buffer.from('no key: nobody signs in with it'),
        counter: 0,
        aaguid: newId(),
        transports: [],
        label: 'Phone',
        backed_up: false,
        created_at: app.clock.now().toString()
      })
      .execute()
    return id
  },
  uploadId: async (app, { token }) => {
    const person = app.caller(token)
    const { id: residenceId } = await person.call(createResidence, { body: { name: 'Home', timeZone: 'UTC' } })
    return (await person.call(beginUpload, { params: { residenceId }, body: { size: 5 } })).id
  },
  feedId: async (app, { token }) => {
    const body = { content: 'events', alarms: true } as const
    return (await app.caller(token).call(createCalendarFeed, { body })).feed.id
  },
  deviceId: async (app, { token }) => {
    const body = { platform: 'fcm', token: newId() } as const
    return (await app.caller(token).call(registerPushDevice, { body })).id
  }
}
