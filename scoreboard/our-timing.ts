import type { AddressInfo } from 'node:net'
import { createPasswords, parameters } from '#server/features/accounts/passwords.ts'
import { newId } from '#server/platform/ids.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { inScope } from './in-scope.ts'
import { differenceOf, timePairs, warmUp, type Difference } from './paired.ts'
import { timedClient } from './timed-client.ts'

export type Timings = Readonly<Record<'login' | 'register' | 'forgot' | 'resend', Difference>>

/** As many as pairs that warm up: each has been asked about once, as everybody has who registered. */
const people = warmUp
/** Between pairs the product's clock moves on, so that no limit on requests or guesses is in the way. */
const between = { hours: 25 }

/** For each way in by which somebody could ask who has an account: by how much a known one takes longer, over HTTP. */
export function ourTimings(pairs: number): Promise<Timings> {
  return inScope(async (scope) => {
    const app = await testApp(scope, { passwords: createPasswords({ cost: parameters }) })
    await insertPeople(app)
    const registrationId = await insertRegistration(app)
    await app.server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.server.address() as AddressInfo // a TCP server that listens has one
    const client = timedClient(`http://127.0.0.1:${port}`)
    const known = (index: number) => `person${index % people}@example.org`
    const unknown = (index: number) => `nobody${index % people}@example.org`
    const compare = async (ask: (index: number, isKnown: boolean) => Promise<void>) => {
      const apart = async (index: number, isKnown: boolean) => {
        await ask(index, isKnown)
        app.clock.advance(between)
      }
      return differenceOf(
        await timePairs(
          pairs,
          (index) => apart(index, true),
          (index) => apart(index, false)
        )
      )
    }
    const email = (index: number, isKnown: boolean) => (isKnown ? known : unknown)(index)
    const timings = {
      login: await compare((index, isKnown) =>
        client.post(
          '/api/sessions',
          { email: email(index, isKnown), password: 'acht weisse Rosen', transport: 'bearer' },
          401
        )
      ),
      register: await compare((index, isKnown) =>
        client.post('/api/registrations', { ...newcomer, email: email(index, isKnown) }, 202)
      ),
      forgot: await compare((index, isKnown) =>
        client.post('/api/password-resets', { email: email(index, isKnown) }, 202)
      ),
      resend: await compare((_, isKnown) =>
        client.post(`/api/registrations/${isKnown ? registrationId : newId()}/codes`, undefined, 202)
      )
    }
    client.close()
    await app.db.deleteFrom('outbox').execute() // nobody waits for these mails
    return timings
  })
}

const newcomer = { password: 'sieben rote Tulpen', displayName: 'Nina', timeZone: 'Europe/Berlin', language: 'en' }

async function insertPeople({ db }: TestApp): Promise<void> {
  const passwordHash = await createPasswords({ cost: parameters }).hash('sieben rote Tulpen')
  const rows = Array.from({ length: people }, (_, index) => ({
    id: newId(),
    email: `person${index}@example.org`,
    display_name: 'Anna',
    email_verified_at: '2026-01-01T00:00:00Z',
    password_hash: passwordHash,
    time_zone: 'Europe/Berlin',
    language: 'en' as const
  }))
  await db.insertInto('users').values(rows).execute()
}

async function insertRegistration({ db }: TestApp): Promise<string> {
  const id = newId()
  await db
    .insertInto('registrations')
    .values({
      id,
      email: 'newcomer@example.org',
      display_name: 'Nina',
      password_hash: 'not looked at',
      time_zone: 'Europe/Berlin',
      language: 'en',
      expires_at: '2099-01-01T00:00:00Z'
    })
    .execute()
  return id
}
