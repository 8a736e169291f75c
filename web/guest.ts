import { requestInit } from './early.ts'

let secret: string | undefined

/** From now on requests are those of a guest with a link: by its secret, and without the cookie of whoever is signed in here. */
export function actAsGuest(secretOfLink: string | undefined): void {
  secret = secretOfLink
}

/** How a request is sent, with these headers of its own. */
export function initWith(headers: Readonly<Record<string, string>>): RequestInit {
  if (secret === undefined) return { ...requestInit, headers }
  return { ...requestInit, credentials: 'omit', headers: { ...headers, authorization: `Bearer ${secret}` } }
}
