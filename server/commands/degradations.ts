import type { FileStorage } from '../gateways/files/file-storage.ts'
import type { IdentityProvider } from '../gateways/identity-providers/provider.ts'
import type { RateLimiter } from '../platform/rate-limiter.ts'

/** What goes on with less than it should have, in words for whoever runs it. */
export function degradations(
  limiter: RateLimiter,
  { providers, files }: { providers: readonly IdentityProvider[]; files: FileStorage }
): string[] {
  const late = providers.filter((provider) => provider.lacksFreshKeys())
  return [
    ...(limiter.degraded ? ['rate limits: Redis does not answer'] : []),
    ...(files.isDown ? ['files: they can be neither kept nor read'] : []),
    ...late.map(({ name }) => `signing in with ${name}: its keys cannot be fetched`)
  ]
}
