import { useNavigate } from 'react-router'
import type { SignInReply } from '#contract/accounts.ts'
import { paths } from '../../paths.ts'
import { enter } from '../../session.ts'

/** In, and on to `next`; or to the question for a second factor, which the sign-in page asks. */
export function useAdmission() {
  const navigate = useNavigate()
  return async (reply: SignInReply, next: string) => {
    if ('secondFactor' in reply) {
      await navigate(paths.signIn({ next }), { replace: true, state: { secondFactor: reply.secondFactor } })
      return
    }
    await enter(reply.me)
    await navigate(next, { replace: true })
  }
}
