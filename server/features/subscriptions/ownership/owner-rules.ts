import type { Fact } from '../facts.ts'

/** What tells whose a purchase is. */
export type Evidence = 'account_token' | 'predecessor' | 'claim' | 'staff'

/** Whose it is now. */
export type Epoch = {
  readonly accountId: string
  readonly evidence: Evidence
  /** When that was bought on which it stands, by the store's clock; 0 where only a renewal of it is known. */
  readonly boughtMs: number
}

/** When something was bought, and for whom if the store has signed that. */
export type Buying = {
  readonly boughtMs: number
  readonly accountToken: string | undefined
  /** It only goes on: nobody has bought anew. */
  readonly isRenewal: boolean
}
export type NamedBuying = Buying & { readonly accountToken: string }

export type Settlement =
  | { readonly kind: 'keep' }
  | { readonly kind: 'open'; readonly accountId: string; readonly evidence: Evidence; readonly boughtMs: number }
  /** The store names somebody whom we do not know: it is nobody's, and by no means the former owner's. */
  | { readonly kind: 'end' }

export type Known = {
  readonly epoch: Epoch | undefined
  /** Whose the first token of `namedBuyings` is that is anybody's; undefined: nobody's whom we know. */
  readonly named: string | undefined
  /** Whose the purchase was that this one replaces, or, for Google, follows. */
  readonly predecessor: string | undefined
}

/**
 * Whose a purchase is, after something was heard of it. A token that the store has signed says it, and only a newer buying
 * takes it from somebody to somebody else: one Apple ID has one original transaction for ever, whoever of us uses it. The
 * same facts in another order lead to the same owner.
 */
export function settleOwner(facts: readonly Fact[], { epoch, named, predecessor }: Known): Settlement {
  const [buying] = namedBuyings(facts)
  const isTheirs = epoch !== undefined && epoch.accountId === named
  if (buying && !isTheirs && mayTake(buying, epoch)) {
    if (named === undefined) return epoch ? { kind: 'end' } : { kind: 'keep' }
    return {
      kind: 'open',
      accountId: named,
      evidence: 'account_token',
      boughtMs: buying.isRenewal ? 0 : buying.boughtMs
    }
  }
  if (epoch || predecessor === undefined) return { kind: 'keep' }
  return { kind: 'open', accountId: predecessor, evidence: 'predecessor', boughtMs: lastBought(facts) }
}

/** No renewal takes it from anybody, but for who has it by a younger renewal that was heard first. */
function mayTake({ boughtMs, isRenewal }: Buying, epoch: Epoch | undefined): boolean {
  if (!epoch) return true
  return isRenewal ? epoch.evidence === 'account_token' && epoch.boughtMs === 0 : boughtMs > epoch.boughtMs
}

/**
 * For whom something was bought, as far as the store says it, in the order in which it is believed: the newest buying and
 * nothing else; where renewals alone are known all of these from the oldest, as if each had been heard when it was made.
 */
export function namedBuyings(facts: readonly Fact[]): NamedBuying[] {
  const named = buyingsIn(facts).filter((buying): buying is NamedBuying => buying.accountToken !== undefined)
  const ordered = named.toSorted(
    (left, right) => left.boughtMs - right.boughtMs || (left.accountToken < right.accountToken ? -1 : 1)
  )
  const newest = ordered.findLast(({ isRenewal }) => !isRenewal)
  return newest ? [newest] : ordered
}

/** When something was bought last: a claim or a transfer stands on that. Where only renewals are known any buying is newer. */
export function lastBought(facts: readonly Fact[]): number {
  const bought = buyingsIn(facts).filter(({ isRenewal }) => !isRenewal)
  return Math.max(0, ...bought.map(({ boughtMs }) => boughtMs))
}

function buyingsIn(facts: readonly Fact[]): Buying[] {
  return facts.flatMap(({ content }) => {
    if (content.kind === 'apple_transaction')
      return { boughtMs: content.purchasedAtMs, accountToken: content.accountToken, isRenewal: content.isRenewal }
    if (content.kind === 'google_purchase' || content.kind === 'stripe_subscription')
      return { boughtMs: content.startedAtMs ?? 0, accountToken: content.accountToken, isRenewal: false }
    return []
  })
}
