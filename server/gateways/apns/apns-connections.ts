import { openHttp2 } from '#server/platform/outbound-http2.ts'
import type { ApnsKey } from '#server/platform/push-config.ts'
import type { PushEnvironment } from '../push/push.ts'
import { apnsConnection, type ApnsConnection, type ConnectionOptions } from './apns-connection.ts'
import { fingerprintOf } from './provider-tokens.ts'

export type ConnectionsOptions = Omit<ConnectionOptions, 'open'> & {
  readonly urls: Readonly<Record<PushEnvironment, string>>
  /** The addresses are of a test server on this machine. */
  readonly isStandIn: boolean
  /** PEM, of a server in the operator's own network. */
  readonly certificateAuthority?: string | undefined
}

/** One connection for each key and environment: Apple takes tokens of two keys over one for too many updates. */
export type ApnsConnections = {
  of(environment: PushEnvironment, key: ApnsKey): ApnsConnection
  /** Gives up those of all other keys, when what they have asked is answered. */
  keepOnly(keys: readonly ApnsKey[]): Promise<void>
}

export function apnsConnections({
  urls,
  isStandIn,
  certificateAuthority,
  ...options
}: ConnectionsOptions): ApnsConnections {
  const hosts = Object.values(urls).map((url) => new URL(url).host)
  const connections = new Map<string, Partial<Record<PushEnvironment, ApnsConnection>>>()
  return {
    of(environment, key) {
      const name = nameOf(key)
      const known = connections.get(name) ?? {}
      connections.set(name, known)
      return (known[environment] ??= apnsConnection({
        ...options,
        open: () =>
          openHttp2(urls[environment], {
            hosts,
            plainLoopback: isStandIn,
            privateNetwork: certificateAuthority !== undefined,
            certificateAuthority
          })
      }))
    },
    async keepOnly(keys) {
      const names = new Set(keys.map(nameOf))
      const former = [...connections].filter(([name]) => !names.has(name))
      for (const [name] of former) connections.delete(name)
      await Promise.all(former.flatMap(([, each]) => Object.values(each).map((connection) => connection.drain())))
    }
  }
}

export function nameOf(key: ApnsKey): string {
  return fingerprintOf(key).toString('hex')
}
