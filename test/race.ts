/** Starts `count` calls that all wait at one gate, opens it, and gives back how each ended. */
export async function race<T>(count: number, call: (index: number) => Promise<T>): Promise<PromiseSettledResult<T>[]> {
  const gate = Promise.withResolvers<void>()
  const calls = Array.from({ length: count }, async (_, index) => {
    await gate.promise
    return call(index)
  })
  gate.resolve()
  return Promise.allSettled(calls)
}
