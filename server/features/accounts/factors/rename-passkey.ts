import type * as api from '#contract/factors.ts'
import type { Passkey } from '#contract/factors.ts'
import type { Input } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { visibleText } from '../rules.ts'
import * as queries from './passkey-queries.ts'

export async function renamePasskey(
  ctx: Ctx<User>,
  { params, body }: Input<typeof api.renamePasskey>
): Promise<Passkey> {
  const { userId } = ctx.actor
  const label = visibleText(body.label, '/label')
  return ctx.write(async (tx) => {
    const passkey = await queries.renamePasskey(tx, { userId, ...params }, label)
    if (!passkey) throw new AppError('passkey_not_found')
    await audit(tx, ctx, { event: 'passkey.renamed', subjectId: userId })
    return passkey
  })
}
