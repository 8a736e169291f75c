import type { ReachedLimit } from '#contract/plans.ts'

/** Tells whoever sits here that their plan has no room for what they wanted to add. */
type Tell = (limit: ReachedLimit) => void

let tell: Tell = () => undefined

/** Who tells: the part of the client that can draw a dialog. Returns how to take it back. */
export function tellWith(teller: Tell): () => void {
  tell = teller
  return () => {
    if (tell === teller) tell = () => undefined
  }
}

export function tellReached(limit: ReachedLimit): void {
  tell(limit)
}

let takeBack: () => void = () => undefined

/** How the form that was refused last takes the refusal back, should there be room after all. */
export function refusedUntilRoom(forget: () => void): void {
  takeBack = forget
}

/** There is room now. */
export function tellRoom(): void {
  takeBack()
}
