import type * as api from '#contract/accounts.ts'
import type { Input } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Secret } from '#server/platform/secret.ts'
import { asGuess, type Evaluated, type Outcome } from './guesses.ts'
import type { Passwords } from './passwords.ts'
import { holdPassword, passwordOfEmail, replaceHash, type StoredPassword } from './queries.ts'
import { canonicalEmail, canonicalPassword } from './rules.ts'
import type { AccountServices } from './services.ts'
import { mintSessionToken } from './session-token.ts'
import { admit, type Admission, type Entrant } from './admit.ts'

/**
 * Whoever must wait is told so first. Then fetch, always exactly one verification, then decide: an unknown address takes as
 * long as a wrong password, and so does an account that lets nobody in.
 */
export async function signIn(
  ctx: Ctx<Anonymous>,
  { passwords, keyring, confirmByMail = true }: Pick<AccountServices, 'passwords' | 'keyring' | 'confirmByMail'>,
  { body }: Input<typeof api.signIn>
): Promise<Admission & Pick<Entrant, 'token' | 'transport'>> {
  const token = mintSessionToken()
  const admission = await asGuess(ctx, { keyring, email: body.email }, () =>
    enter(ctx, passwords, { body, token, confirmByMail })
  )
  if (!admission) throw new AppError('sign_in_failed')
  return { ...admission, token, transport: body.transport }
}

async function enter(
  ctx: Ctx<Anonymous>,
  passwords: Passwords,
  { body, token, confirmByMail }: Input<typeof api.signIn> & { token: Secret; confirmByMail: boolean }
): Promise<Evaluated<Admission | null>> {
  const { transport } = body
  const password = canonicalPassword(body.password)
  const stored = await passwordOfEmail(ctx.db, canonicalEmail(body.email))
  const right = await passwords.verify(stored?.passwordHash, password)
  const newHash = stored && right ? await betterHash(passwords, stored, password) : undefined

  const admission = await ctx.write(async (tx) => {
    if (!stored || !right || !(await holdPassword(tx, stored))) {
      await audit(tx, ctx, { event: 'sign_in.refused', subjectId: stored?.userId ?? null })
      return null
    }
    const { userId } = stored
    if (newHash !== undefined) await replaceHash(tx, userId, newHash)
    return admit(tx, ctx, { userId, token, transport, methods: ['password'], confirmInDoubt: confirmByMail })
  })

  return { outcome: outcomeOf(admission), userId: stored?.userId, value: admission }
}

function outcomeOf(admission: Admission | null): Outcome {
  if (!admission) return 'wrong'
  return 'secondFactor' in admission ? 'half' : 'right'
}

/** A hash with today's parameters, if the stored one has lower: only now is the password at hand. */
async function betterHash(
  passwords: Passwords,
  { passwordHash }: StoredPassword,
  password: string
): Promise<string | undefined> {
  return passwordHash !== null && passwords.isOutdated(passwordHash) ? passwords.hash(password) : undefined
}
