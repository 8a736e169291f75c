type Asked<Key, Value> = { key: Key; resolve: (value: Value) => void; reject: (error: unknown) => void }

/**
 * Makes calls that come in the same turn of the event loop into one: `load` gets all their keys and gives the values in the
 * same order. Under load many requests ask the same small question at once, and asking for all costs little more than asking
 * for one. Nothing is kept: a call made later asks anew. `on`: where to ask; calls for different ones stay apart.
 */
export function together<On extends object, Key, Value>(
  load: (on: On, keys: readonly Key[]) => Promise<readonly Value[]>
): (on: On, key: Key) => Promise<Value> {
  const waiting = new WeakMap<On, Asked<Key, Value>[]>()

  async function ask(on: On): Promise<void> {
    const asked = waiting.get(on) ?? []
    waiting.delete(on)
    try {
      const values = await load(
        on,
        asked.map(({ key }) => key)
      )
      for (const [index, { resolve }] of asked.entries()) resolve(values[index] as Value) // as many as keys
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }

  return (on, key) =>
    new Promise((resolve, reject) => {
      const asked = waiting.get(on) ?? []
      asked.push({ key, resolve, reject })
      if (asked.length > 1) return
      waiting.set(on, asked)
      setImmediate(() => void ask(on)) // after everything that has arrived was read
    })
}
