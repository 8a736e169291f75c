import { useEffect, useEffectEvent, useState } from 'react'
import type { SignInReply } from '#contract/accounts.ts'
import { beginPasskeySignIn, signInWithPasskey } from '#contract/factors.ts'
import { call } from '../../../api.ts'
import { askPasskey, passkeysAutofill } from '../../passkeys.ts'
import { useSend } from '../../use-send.ts'

/** Before a challenge expires the autofill gets a new one. */
const autofillMilliseconds = 8 * 60_000

/** Signing in with a passkey: by a button, or chosen from what the browser offers in the address field. */
export function usePasskeySignIn(onReply: (reply: SignInReply) => void | Promise<void>) {
  const [unused, setUnused] = useState(false)
  const entering = useSend(signInWithPasskey, { onDone: (reply) => onReply(reply) })
  const beginning = useSend(beginPasskeySignIn, {
    onDone: async ({ challenge, flow }) => {
      const assertion = await askPasskey(challenge)
      setUnused(assertion === undefined)
      if (assertion !== undefined) entering.send({ body: { flow, assertion, transport: 'cookie' } })
    }
  })

  const offer = useEffectEvent(async (isWanted: () => boolean) => {
    if (!(await passkeysAutofill()) || !isWanted()) return
    const { challenge, flow } = await call(beginPasskeySignIn, {})
    const assertion = isWanted() ? await askPasskey(challenge, true) : undefined
    if (assertion !== undefined && isWanted()) entering.send({ body: { flow, assertion, transport: 'cookie' } })
  })
  useEffect(() => {
    let wanted = true
    // without an offer there still is the button: nothing is said
    const offerAgain = () => void offer(() => wanted).catch(() => {})
    offerAgain()
    const timer = setInterval(offerAgain, autofillMilliseconds)
    return () => {
      wanted = false
      clearInterval(timer)
    }
  }, [])

  return {
    begin: () => beginning.send({}),
    isPending: beginning.isPending || entering.isPending,
    problem: entering.problem ?? beginning.problem,
    /** The browser's dialog was closed. */
    unused
  }
}
