import { AppError } from '../errors.ts'

/** The host names of this installation: that of its public address, and what the operator adds. On localhost its synonyms too. */
export function knownHosts(publicOrigin: string, more: readonly string[] = []): ReadonlySet<string> {
  const own = new URL(publicOrigin).hostname
  return new Set([own, ...more.map((name) => name.toLowerCase()), ...(isLocal(own) ? localNames : [])])
}

const localNames = ['localhost', '127.0.0.1', '[::1]']

export function isLocal(hostname: string): boolean {
  return localNames.includes(hostname)
}

/** Throws `host_not_known`: whatever was meant for another name, or for ours by a name that somebody else owns, is not ours. */
export function requireKnownHost(host: string | undefined, known: ReadonlySet<string>): void {
  const name = host === undefined ? undefined : URL.parse(`http://${host}`)?.hostname
  if (name === undefined || !known.has(name)) throw new AppError('host_not_known')
}
