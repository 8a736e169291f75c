import { factKeyOf, type Fact, type FactContent } from '../facts.ts'

/**
 * What is known after some more has been heard: of each key the fact that is later by the store's clock. Commutative,
 * associative and idempotent, so that neither the order of delivery nor repetition nor who merges first makes a difference.
 */
export function mergeFacts(kept: readonly Fact[], heard: readonly Fact[]): Fact[] {
  const merged = new Map<string, Fact>()
  for (const fact of [...kept, ...heard]) {
    const identity = identityOf(fact)
    const other = merged.get(identity)
    merged.set(identity, other ? laterOf(other, fact) : fact)
  }
  return [...merged].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, fact]) => fact)
}

/** Of two facts of one key. Of two that the store saw at the same moment their content decides, the same way everywhere. */
export function laterOf(left: Fact, right: Fact): Fact {
  if (left.clockMs !== right.clockMs) return left.clockMs > right.clockMs ? left : right
  return contentText(left.content) >= contentText(right.content) ? left : right
}

function identityOf({ environment, content }: Fact): string {
  return `${environment} ${content.kind} ${factKeyOf(content)}`
}

/** The same for the same content, whatever has become of the order of its fields on the way. */
function contentText(content: FactContent): string {
  const said = Object.entries(content).filter(([, value]) => value !== undefined)
  return JSON.stringify(said.toSorted(([left], [right]) => (left < right ? -1 : 1)))
}
