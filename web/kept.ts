/** The last answers, kept in the browser to be read without a connection. Who keeps them comes later: `keepAnswersWith`. */
export type Keeper = {
  /** Who is signed in, as far as this browser remembers. */
  account(): string | null
  keep(address: Address, answer: Answer): void
  recall(address: Address): Promise<Answer | undefined>
  /** Forgets all that was kept, whoever's it was. */
  forget(): void
}
/** The route's path decides whether an answer is worth keeping. */
export type Address = {
  readonly path: string
  readonly url: string
  /** Who asked: an answer that comes when somebody else is signed in is not theirs. */
  readonly account: string | null
}
export type Answer = {
  readonly value: unknown
  readonly etag: string | undefined
  /** The server's time when it gave it, in milliseconds since 1970. */
  readonly atMs: number
}

let keeper: Keeper = {
  account: () => null,
  keep: () => undefined,
  recall: async () => undefined,
  forget: () => undefined
}

export function keepAnswersWith(given: Keeper): void {
  keeper = given
}

export function accountNow(): string | null {
  return keeper.account()
}

export function keep(address: Address, answer: Answer): void {
  keeper.keep(address, answer)
}

export function recall(address: Address): Promise<Answer | undefined> {
  return keeper.recall(address)
}

export function forgetKept(): void {
  keeper.forget()
}
