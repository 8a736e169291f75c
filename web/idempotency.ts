/**
 * One Idempotency-Key for one intention: the same request sent again because its answer was lost keeps its key, so the
 * server carries it out once. A request that was answered is over; the next alike is a new intention.
 */
const pending = new Map<string, string>()

/** The key of a request (method, address and body), the same until `settleKey`. */
export function keyFor(request: string): string {
  const key = pending.get(request) ?? randomKey()
  pending.set(request, key)
  return key
}

export function settleKey(request: string): void {
  pending.delete(request)
}

/** A key: 128 random bits in hex. `crypto.randomUUID` is missing on plain http in a home network. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
