import type { Secret } from '#server/platform/secret.ts'
import type { Guide } from './guide.ts'
import type { Answer } from './rotation.ts'

/** Both values of a rotation, as they are kept in escrow. */
export type Values = { readonly old: Secret; readonly new: Secret }

/** With what an effect is made: whose turn it is, and what the Secret holds. */
export type Turn = {
  readonly epoch: number
  readonly compromised: boolean
  /** In the name of all that a provider keeps for the new value: the same until it is recorded, whoever asks. */
  readonly rotation: string
  /** The same of the value in use; undefined where this tool has not made it. */
  readonly formerRotation: string | undefined
  readonly guide: Guide
  readonly published: Secret
  /** FenceError when somebody else has taken over: asked just before what no provider can fence. */
  readonly keep: () => Promise<void>
  /** Between two looks at a provider that takes its time; false when that has been long enough. */
  readonly pause: (times: number) => Promise<boolean>
  /** Writes another text under the key; FenceError when the Secret is not as it was read. */
  write(text: Secret): Promise<void>
}

/**
 * All that knows one kind of credential: how it is made, taken and refused. Every effect is safe to repeat; a question that
 * cannot be answered is `unknown`. An acceptor that has slots refuses an epoch lower than one it has seen.
 */
export type Adapter = {
  /** What stands in the way, in words, before anything is done. */
  problems(published: Secret): Promise<string[]>
  /** What the operator should know of how it is done. */
  readonly notes?: readonly string[]
  mint(turn: Turn): Promise<Values>
  /** What a provider has made under the rotation's name and nobody has kept goes. */
  sweep?(turn: Turn): Promise<void>
  /** What presenters show when the Secret holds this text. */
  shown(published: Secret): Secret
  /** The text that makes presenters show that value. */
  showing(published: Secret, value: Secret): Secret
  admit(values: Values, turn: Turn): Promise<void>
  /** Gives a value that is published to people, where people show it; once. */
  handOver?(value: Secret, turn: Turn): Promise<void>
  withdraw(values: Values, turn: Turn): Promise<void>
  revoke(values: Values, turn: Turn): Promise<void>
  /** Takes a revocation back. */
  restore(values: Values, turn: Turn): Promise<void>
  /** What is left of a value that is refused goes, before the rotation is recorded: from then on nothing brings it back. */
  tidy?(gone: Secret): Promise<void>
  accepted(value: Secret): Promise<Answer>
  /** Whether every presenter shows it. */
  adopted(value: Secret): Promise<Answer>
  /** Whether anybody at all does. */
  used(value: Secret): Promise<Answer>
  /** Whether the old value stays in escrow when it is revoked. */
  readonly keepsOld: boolean
}
