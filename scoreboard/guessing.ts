import assert from 'node:assert/strict'
import { signIn } from '#contract/accounts.ts'
import { argon2Hasher, createPasswords, parameters } from '#server/features/accounts/passwords.ts'
import { account } from '#server/features/accounts/testing-account.ts'
import { rateLimits } from '#server/platform/rate-limits.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { inScope } from './in-scope.ts'

/** How many addresses the attackers have. */
export const attackers = [1, 100, 10_000] as const
export const hours = 24

export type Attack = {
  /** Guesses of a day whose password was compared. */
  readonly guesses: number
  /** How often the owner got in on a known device, of one try an hour. */
  readonly entries: number
}

let attacks: Promise<Attack[]> | undefined

/** A day of guessing at one account by each of the attackers, against the whole product with its limits, by a clock of ours. */
export function attacksOfADay(): Promise<Attack[]> {
  attacks ??= (async () => {
    const done: Attack[] = []
    for (const addresses of attackers) done.push(await inScope((scope) => attack(scope, addresses)))
    return done
  })()
  return attacks
}

async function attack(scope: Parameters<typeof testApp>[0], addresses: number): Promise<Attack> {
  const { app, compared } = await guessedApp(scope)
  const owner = await account(app)
  const device = owner.signedIn.device ?? assert.fail('the device is not known')
  const waiting = new Map<string, number>()
  let guesses = 0
  let entries = 0
  for (let minute = 0; minute < hours * 60; minute++) {
    const before = compared()
    await guess(app, { waiting, addresses, email: owner.email, minute })
    guesses += compared() - before
    if (minute % 60 === 30) entries += (await tryIn(app, { ...owner, from: '192.0.2.1', device })) === 'in' ? 1 : 0
    app.clock.advance({ minutes: 1 })
  }
  await app.runJobs()
  return { guesses, entries }
}

/** As often as it is let, from every address that need not wait; refused once, it waits for the next minute. */
async function guess(
  app: TestApp,
  attacker: { waiting: Map<string, number>; addresses: number; email: string; minute: number }
): Promise<void> {
  const { waiting, addresses, email, minute } = attacker
  for (let index = 0; index < addresses; index++) {
    const number = (index + minute * 7) % addresses
    const from = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
    while ((waiting.get(from) ?? 0) <= minute) {
      const wait = await tryIn(app, { email, password: `guess ${minute} ${index}`, from })
      if (typeof wait !== 'number') continue
      waiting.set(from, minute + Math.ceil(wait / 60))
      return
    }
  }
}

/** Whether it was let in; the seconds to wait when it was not looked at. */
export async function tryIn(
  app: TestApp,
  {
    email,
    password,
    from,
    device,
    headers = {}
  }: { email: string; password: string; from: string; device?: string; headers?: Record<string, string> }
): Promise<'in' | 'wrong' | number> {
  const reply = await app.inject({
    method: 'POST',
    url: signIn.path,
    remoteAddress: from,
    headers: { ...headers, ...(device !== undefined && { 'honeydue-device': device }) },
    payload: { email, password, transport: 'bearer' }
  })
  if (reply.statusCode === 429) return Number(reply.headers['retry-after'])
  return reply.statusCode === 201 ? 'in' : 'wrong'
}

/** The product with its limits; `compared` counts the passwords that are compared with a hash. */
export async function guessedApp(
  scope: Parameters<typeof testApp>[0]
): Promise<{ app: TestApp; compared: () => number }> {
  let count = 0
  const real = argon2Hasher(parameters)
  const verify: typeof real.verify = (...given) => (count++, real.verify(...given))
  const app = await testApp(scope, { rateLimits, passwords: createPasswords({ hasher: { ...real, verify } }) })
  return { app, compared: () => count }
}

/** What a lock of the account gives (five failures, then fifteen minutes for everybody): a model, nobody's product. */
export function modelOfPlainLock(): Attack {
  let guesses = 0
  let entries = 0
  let lockedUntil = 0
  for (let minute = 0; minute < hours * 60; minute++) {
    if (minute >= lockedUntil) {
      guesses += 5
      lockedUntil = minute + 15
    }
    if (minute % 60 === 30 && minute >= lockedUntil) entries += 1
  }
  return { guesses, entries }
}
