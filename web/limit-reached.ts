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
