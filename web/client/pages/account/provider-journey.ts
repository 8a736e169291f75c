import { safeNext } from '../../paths.ts'

/** Where to go on after the provider; kept in this tab, so that nothing that passes through the provider can say it. */
const key = 'honeydue.afterProvider'

export function leaveFor(url: string, next: string | undefined): void {
  if (next === undefined) sessionStorage.removeItem(key)
  else sessionStorage.setItem(key, next)
  location.assign(url)
}

/** An address inside the client. */
export function afterProvider(): string {
  return safeNext(sessionStorage.getItem(key))
}

export type Returned = { state: string; code: string; issuer?: string; displayName?: string }

/**
 * What a provider sent along: in the query, or behind the `#` where our server puts what Apple posts. Undefined when
 * somebody said no there, or nothing of use came.
 */
export function returnedWith({ search, hash }: { search: string; hash: string }): Returned | undefined {
  const given = new URLSearchParams(hash === '' ? search : hash.slice(1))
  const [state, code, issuer] = [given.get('state'), given.get('code'), given.get('iss')]
  if (state === null || code === null) return undefined
  const displayName = nameIn(given.get('user'))
  return { state, code, ...(issuer !== null && { issuer }), ...(displayName !== '' && { displayName }) }
}

/** The state says what was begun: to enter, to connect, … */
export function isLinking({ state }: Returned): boolean {
  return state.startsWith('link.')
}

/** Somebody signed in showed there once more who they are. */
export function isProving({ state }: Returned): boolean {
  return state.startsWith('prove.')
}

/** Apple tells the name the first time only, as JSON. */
function nameIn(user: string | null): string {
  try {
    const { name } = JSON.parse(user ?? '{}') as { name?: { firstName?: unknown; lastName?: unknown } } // whatever it is, only text is taken
    const parts = [name?.firstName, name?.lastName].filter((part) => typeof part === 'string')
    return Array.from(
      parts
        .join(' ')
        .replaceAll(/\p{Cc}/gu, ' ')
        .trim()
    )
      .slice(0, 80)
      .join('')
  } catch {
    return ''
  }
}
