/** node:test's context or its module, or anything alike. */
export type Scope = { after(run: () => Promise<void>): void }

const stacks = new WeakMap<Scope, AsyncDisposableStack>()

/**
 * Cleans up when the test ends, what was made last first: `t.after` alone runs first what was made first, and so takes the
 * folder from a server and the database from an app that still use them.
 */
export function afterwards(scope: Scope, run: () => unknown): void {
  const known = stacks.get(scope)
  const stack = known ?? new AsyncDisposableStack()
  stack.defer(async () => void (await run()))
  if (known) return
  stacks.set(scope, stack)
  scope.after(() => stack.disposeAsync())
}

/** Of a command that is no test: `await using`. */
export function scopeOfProcess(): Scope & AsyncDisposable {
  const stack = new AsyncDisposableStack()
  return { after: (run) => stack.defer(run), [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
