import * as api from '#contract/accounts.ts'
import { Answer, handle, signedOut, type Handler } from '#server/platform/http/handle.ts'
import { admitted, shown } from './admitted.ts'
import { changePassword } from './change-password.ts'
import { forgotPassword } from './forgot-password.ts'
import { me as profile } from './queries.ts'
import { register } from './register.ts'
import { resendCode } from './resend-code.ts'
import { resetPassword } from './reset-password.ts'
import type { AccountServices } from './services.ts'
import { setPassword } from './set-password.ts'
import { shownMe } from './shown-me.ts'
import { signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { updateMe } from './update-me.ts'
import { verifyRegistration } from './verify-registration.ts'

export function accountRoutes(services: Omit<AccountServices, 'mailer' | 'publicUrl'>): Handler[] {
  const { keyring } = services
  return [
    handle(api.register, (ctx, input) => register(ctx, services, input)),
    handle(api.resendCode, (ctx, { params }) => resendCode(ctx, params.registrationId)),
    handle(api.verifyRegistration, async (ctx, { params, body }) =>
      shown(ctx, await verifyRegistration(ctx, keyring, { ...params, ...body }))
    ),
    handle(api.signIn, async (ctx, input) => admitted(ctx, await signIn(ctx, services, input))),
    handle(api.signOut, async (ctx) => {
      await signOut(ctx)
      return signedOut()
    }),
    handle(api.forgotPassword, (ctx, { body }) => forgotPassword(ctx, body.email)),
    handle(api.resetPassword, async (ctx, input) => {
      await resetPassword(ctx, services, input)
      return new Answer<undefined>({ deviceCookie: ctx.origin.device?.offered })
    }),
    handle(api.setPassword, (ctx, input) => setPassword(ctx, services, input)),
    handle(api.changePassword, (ctx, input) => changePassword(ctx, services, input)),
    handle(api.getMe, async (ctx) => shownMe(ctx, await profile(ctx.db, ctx.actor.userId))),
    handle(api.updateMe, (ctx, { body }) => updateMe(ctx, body))
  ]
}
