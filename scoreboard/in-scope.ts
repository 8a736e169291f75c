import type { Scope } from '#test/afterwards.ts'

/** Runs what takes a test's scope (`testApp(scope)`, `testDatabase(scope)`) and cleans up after it as a test would. */
export async function inScope<T>(run: (scope: Scope) => Promise<T>): Promise<T> {
  await using owned = new AsyncDisposableStack()
  return await run({ after: (cleanUp) => owned.defer(cleanUp) })
}
