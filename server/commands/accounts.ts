import { canonicalEmail } from '../features/accounts/rules.ts'
import { endEverySession, endSessionsOf } from '../features/accounts/operator/end-sessions.ts'
import { disableAccount, enableAccount } from '../features/accounts/operator/let-in.ts'
import { findPerson, type Whom } from '../features/accounts/operator/operator-queries.ts'
import { originSealer } from '../platform/audit-origin.ts'
import type { Ctx, Operator } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import { liveKeyring } from '../platform/keyring.ts'
import { createLog } from '../platform/log.ts'
import { makeContext } from '../platform/make-context.ts'
import { assertSchema } from '../platform/postgres/migrate.ts'
import { roles } from '../platform/postgres/roles.ts'
import { productSource } from './database.ts'
import { loadSecrets } from './load-secrets.ts'
import { openBeside } from './open-beside.ts'
import { UsageError, type Settings } from './settings.ts'

type Act = (ctx: Ctx<Operator>, userId: string) => Promise<Readonly<Record<string, number | boolean>>>

/** Signs out one person or, with `--all`, everybody. */
export function sessionsEnd(settings: Settings): Promise<number> {
  if (settings.whom.all) return asOperator(settings, async (ctx) => tell(settings, { ...(await endEverySession(ctx)) }))
  return toPerson(settings, endSessionsOf)
}

export function accountDisable(settings: Settings): Promise<number> {
  return toPerson(settings, disableAccount)
}

export function accountEnable(settings: Settings): Promise<number> {
  return toPerson(settings, enableAccount)
}

async function toPerson(settings: Settings, act: Act): Promise<number> {
  const whom = personOf(settings)
  return asOperator(settings, async (ctx) => {
    const userId = await findPerson(ctx.db, whom)
    if (userId === undefined) {
      process.stderr.write('Nobody has this proved address or this id; nothing was changed.\n')
      return 1
    }
    return tell(settings, { userId, ...(await act(ctx, userId)) })
  })
}

function personOf({ whom: { email, user, all } }: Settings): Whom {
  if (all || (email === undefined) === (user === undefined)) throw new UsageError('Name one person: --email or --user')
  if (email !== undefined) return { email: canonicalEmail(email) }
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(user ?? ''))
    throw new UsageError('--user takes the id of a person')
  return { userId: user ?? '' }
}

/** Beside a running honeyDue, whose worker sends the mail; else the next start does. */
async function asOperator({ config }: Settings, run: (ctx: Ctx<Operator>) => Promise<number>): Promise<number> {
  const secrets = loadSecrets(config)
  const keyring = liveKeyring(secrets.secretKey)
  await using beside = await openBeside(config, {
    source: productSource(config, secrets),
    role: roles.system,
    applicationName: 'honeydue operator'
  })
  const { db, pool } = beside.database
  await assertSchema(pool)
  const ground = {
    db,
    dbOf: () => db,
    log: createLog(config.log.level),
    now: Temporal.Now.instant,
    random: Math.random,
    keyring,
    sealOrigin: originSealer(keyring)
  }
  return await run(makeContext(ground, { kind: 'operator' }, { requestId: newId(), ip: undefined, userAgent: '' }))
}

/** One fact a line, or all as JSON. */
function tell({ whom: { json } }: Settings, facts: Readonly<Record<string, string | number | boolean>>): number {
  const lines = Object.entries(facts).map(([name, value]) => `${name}: ${value}`)
  process.stdout.write(`${json ? JSON.stringify(facts) : lines.join('\n')}\n`)
  return 0
}
