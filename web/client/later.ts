import { learn, type Part } from '../messages/i18n.ts'

/**
 * A part of the client that is fetched when it is wanted, with the words it says: `later(import('./page.tsx'))`. What
 * says no more than one part of the catalogue names that part, and comes sooner. `later.test.ts` follows the imports.
 */
export async function later<T>(module: Promise<T>, part?: Part): Promise<T> {
  const parts: readonly Part[] = part === undefined ? ['entrance', 'daily', 'rest'] : [part]
  const [loaded] = await Promise.all([module, ...parts.map(learn)])
  return loaded
}
