/** Why something is not taken for the App Store's; for the log and for tests, never for who sent it. */
export type Doubt =
  | 'too long'
  | 'malformed'
  | 'algorithm'
  | 'chain'
  | 'issuer'
  | 'purpose'
  | 'key'
  | 'revoked'
  | 'signature'
  | 'claims'
  | 'date'
  | 'validity'
  | 'environment'
  | 'app'
  | 'parts'

/** It is not signed by the App Store, not for our app, not of our time, or its parts do not belong together. */
export class NotFromTheStore extends Error {
  override readonly name = 'NotFromTheStore'
  readonly doubt: Doubt

  constructor(doubt: Doubt) {
    super(`not from the App Store: ${doubt}`)
    this.doubt = doubt
  }
}
