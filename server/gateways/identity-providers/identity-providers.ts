import type { SignInConfig, SignInSecrets } from '#server/platform/sign-in-config.ts'
import { outbound } from '#server/platform/outbound.ts'
import type { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'
import { apple } from './apple.ts'
import { discovery } from './discovery.ts'
import { google } from './google.ts'
import { openIdProvider } from './openid-provider.ts'
import type { IdentityProvider } from './provider.ts'

/** The providers that are configured, in the order in which they are offered. */
export function identityProviders(config: SignInConfig, secrets: SignInSecrets): readonly IdentityProvider[] {
  return [
    ...(config.google && secrets.google ? [google(config.google, secrets.google)] : []),
    ...(config.apple && secrets.apple ? [apple(config.apple, secrets.apple)] : []),
    ...config.openIdConnect.map((provider) => ownProvider(provider, secrets.openIdConnect.get(provider.id)))
  ]
}

/** Any provider that describes itself: for people who host their own. */
function ownProvider(
  settings: SignInConfig['openIdConnect'][number],
  secret: Pick<WatchedSecret, 'active'> | undefined
): IdentityProvider {
  const { id, name, issuer, clientId, appClientIds, scopes, privateNetwork, otherHosts } = settings
  const hosts = [new URL(issuer).host, ...otherHosts]
  const ask = outbound({ hosts, privateNetwork, plainLoopback: issuer.startsWith('http:') })
  return openIdProvider({
    id,
    kind: 'oidc',
    name,
    issuers: [issuer],
    clientId,
    appClientIds,
    scopes,
    ask,
    endpoints: discovery(issuer, ask),
    secretOf: async () => secret?.active?.reveal()
  }).provider
}
