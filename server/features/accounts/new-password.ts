import type { Ctx } from '#server/platform/context.ts'
import { isCommonPassword } from './common-passwords/common-passwords.ts'
import { acceptedPassword, tooWeak, type PasswordPath } from './password-rules.ts'
import type { AccountServices } from './services.ts'

/** Whose password it becomes; without an id they have no account yet, and no homes. */
export type Chooser = { readonly email: string; readonly displayName: string; readonly userId?: string }

/** The canonical form of a password that its owner may have from now on; throws `password_too_weak` with the reason at `path`. */
export async function acceptNewPassword(
  ctx: Pick<Ctx, 'db'>,
  { residenceNames, breachedPasswords }: Pick<AccountServices, 'residenceNames' | 'breachedPasswords'>,
  { password, path, chooser }: { password: string; path: PasswordPath; chooser: Chooser }
): Promise<string> {
  const { email, displayName, userId } = chooser
  const homes = userId === undefined ? [] : await residenceNames(ctx.db, userId)
  const personal = ['honeydue', ...email.split('@'), displayName, ...homes]
  const accepted = acceptedPassword(password, { isCommon: isCommonPassword, personal }, path)
  if (await breachedPasswords?.isBreached(accepted)) throw tooWeak('breached', path)
  return accepted
}
