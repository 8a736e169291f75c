import type { SignInMethod } from '#server/platform/schema.ts'

/** For how long the question for a second factor, or a passkey's challenge, can be answered. */
export const challengeMinutes = 10
/** Wrong answers to one question; the last of them ends it. */
export const challengeTries = 5
export const recoveryCodeCount = 10
/** From here on a mail says that recovery codes run out. */
export const fewRecoveryCodes = 3
export const passkeysPerUser = 10

/** What a second factor is shown with. */
export type FactorMethod = Extract<SignInMethod, 'totp' | 'recovery_code' | 'passkey'>
export const factorMethods: readonly SignInMethod[] = ['totp', 'recovery_code', 'passkey'] satisfies FactorMethod[]

/** A passkey with user verification is enough alone: the device, and what unlocks it. */
export function hasSecondFactor(methods: readonly SignInMethod[]): boolean {
  return methods.some((method) => factorMethods.includes(method))
}
