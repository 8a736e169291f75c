import { outbound } from '#server/platform/outbound.ts'
import type { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'
import { openIdProvider } from './openid-provider.ts'
import type { IdentityProvider } from './provider.ts'

export type GoogleSettings = {
  readonly clientId: string
  readonly appClientIds: readonly string[]
  /** Takes the place of Google's hosts in tests, on this machine. */
  readonly standIn: string | undefined
}

/** Google as its discovery document describes it; fixed here, so that nothing needs to be believed to learn it. */
export function google(settings: GoogleSettings, clientSecret: Pick<WatchedSecret, 'active'>): IdentityProvider {
  const { standIn, clientId, appClientIds } = settings
  const at = (address: string) => (standIn === undefined ? address : standIn + new URL(address).pathname)
  const hosts = standIn === undefined ? ['oauth2.googleapis.com', 'www.googleapis.com'] : [new URL(standIn).host]
  const endpoints = {
    authorization: at('https://accounts.google.com/o/oauth2/v2/auth'),
    token: at('https://oauth2.googleapis.com/token'),
    keys: at('https://www.googleapis.com/oauth2/v3/certs'),
    userinfo: undefined,
    secretInHeader: false,
    namesItself: false
  }
  return openIdProvider({
    id: 'google',
    kind: 'google',
    name: 'Google',
    issuers: ['https://accounts.google.com', 'accounts.google.com'],
    clientId,
    appClientIds,
    scopes: 'openid email profile',
    ask: outbound({ hosts, plainLoopback: standIn !== undefined }),
    endpoints: async () => endpoints,
    secretOf: async () => clientSecret.active?.reveal(),
    parameters: { prompt: 'select_account' },
    // it knows no `prompt=login`, and tells when somebody signed in only where that is asked for by name
    anewParameters: { max_age: '0', claims: JSON.stringify({ id_token: { auth_time: { essential: true } } }) }
  }).provider
}
