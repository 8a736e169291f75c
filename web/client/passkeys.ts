import type { Assertion, beginPasskey, NewCredential } from '#contract/factors.ts'
import type { Output } from '#contract/route.ts'
import { ApiProblem } from '../api.ts'

/** The library comes when it is needed: most people never do. */
const library = () =>
  import('@simplewebauthn/browser').catch(() => {
    throw new ApiProblem('offline')
  })

/** Whether this browser can have passkeys at this address; one without https, or that is a number, cannot. */
export function passkeysWork(): boolean {
  return isSecureContext && 'PublicKeyCredential' in globalThis && !/^[\d.]+$|:/.test(location.hostname)
}

/** Whether it can offer them while somebody fills in the address field. */
export async function passkeysAutofill(): Promise<boolean> {
  return passkeysWork() && (await (await library()).browserSupportsWebAuthnAutofill())
}

/** Undefined when none was used: the browser's dialog was closed, or there is none. Asked anew, the former question ends. */
export async function askPasskey(challenge: string, autofill = false): Promise<Assertion | undefined> {
  const { startAuthentication } = await library()
  try {
    const optionsJSON = { challenge, userVerification: 'required' } as const
    const { id, response } = await startAuthentication({ optionsJSON, useBrowserAutofill: autofill })
    const { clientDataJSON, authenticatorData, signature, userHandle = null } = response
    return { id, clientDataJSON, authenticatorData, signature, userHandle }
  } catch {
    return undefined
  }
}

/** Undefined as above; `known` when this device or manager has one for the account already. */
export async function createPasskey(
  options: Output<typeof beginPasskey>
): Promise<NewCredential | 'known' | undefined> {
  const { startRegistration } = await library()
  try {
    const { id, response } = await startRegistration({ optionsJSON: options })
    const { clientDataJSON, attestationObject, transports = [] } = response
    return { id, clientDataJSON, attestationObject, transports }
  } catch (error) {
    return error instanceof Error && error.name === 'InvalidStateError' ? 'known' : undefined
  }
}
