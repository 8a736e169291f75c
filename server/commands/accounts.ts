import { canonicalEmail } from '../features/accounts/rules.ts'
import { endEverySession, endSessionsOf } from '../features/accounts/operator/end-sessions.ts'
import { disableAccount, enableAccount } from '../features/accounts/operator/let-in.ts'
import { makeStaff } from '../features/accounts/operator/staff.ts'
import { findPerson, type Whom } from '../features/accounts/operator/operator-queries.ts'
import type { Ctx, Operator } from '../platform/context.ts'
import { asOperator } from './as-operator.ts'
import { UsageError, type Settings } from './settings.ts'

type Act = (ctx: Ctx<Operator>, userId: string) => Promise<Readonly<Record<string, number | boolean>>>

/** Signs out one person or, with `--all`, everybody. */
export function sessionsEnd(settings: Settings): Promise<number> {
  const { all, email, user } = settings.whom
  if (!all) return toPerson(settings, endSessionsOf)
  if (email !== undefined || user !== undefined)
    throw new UsageError('Name one person, or everybody: --email, --user or --all')
  return asOperator(settings, async (ctx) => tell(settings, { ...(await endEverySession(ctx)) }))
}

export function accountDisable(settings: Settings): Promise<number> {
  return toPerson(settings, disableAccount)
}

export function accountEnable(settings: Settings): Promise<number> {
  return toPerson(settings, enableAccount)
}

/** Makes one person staff, or with `--off` no longer. */
export function accountStaff(settings: Settings): Promise<number> {
  return toPerson(settings, (ctx, userId) => makeStaff(ctx, userId, !settings.whom.off))
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

function personOf({ whom: { email, user } }: Settings): Whom {
  if ((email === undefined) === (user === undefined)) throw new UsageError('Name one person: --email or --user')
  if (email !== undefined) return { email: canonicalEmail(email) }
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(user ?? ''))
    throw new UsageError('--user takes the id of a person')
  return { userId: user ?? '' }
}

/** One fact a line, or all as JSON. */
function tell({ whom: { json } }: Settings, facts: Readonly<Record<string, string | number | boolean>>): number {
  const lines = Object.entries(facts).map(([name, value]) => `${name}: ${value}`)
  process.stdout.write(`${json ? JSON.stringify(facts) : lines.join('\n')}\n`)
  return 0
}
