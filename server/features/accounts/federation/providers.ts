import type { IdentityProvider } from '#server/gateways/identity-providers/provider.ts'
import { IdentityRefused, ProviderUnavailable } from '#server/gateways/identity-providers/provider.ts'
import type { Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { AccountServices } from '../services.ts'

export type FederationServices = Pick<AccountServices, 'keyring' | 'providers' | 'publicUrl'>

/** Throws `provider_not_found`. */
export function providerOf({ providers }: Pick<FederationServices, 'providers'>, id: string): IdentityProvider {
  const provider = providers.find((candidate) => candidate.id === id)
  if (!provider) throw new AppError('provider_not_found')
  return provider
}

/** Where the provider sends the browser back to: one address each, so that an answer cannot be passed off as another's. */
export function redirectUriOf({ publicUrl }: Pick<FederationServices, 'publicUrl'>, providerId: string): string {
  return `${publicUrl}/sign-in/callback/${providerId}`
}

const retryAfterSeconds = 30

/** Asks the provider. What is wrong with its answer is for our log alone. */
export async function asking<T>(ctx: Pick<Ctx, 'log'>, provider: IdentityProvider, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ProviderUnavailable)
      throw new AppError('provider_unavailable', { retryAfter: retryAfterSeconds, cause: error })
    if (error instanceof IdentityRefused) {
      ctx.log.info({ provider: provider.id, reason: error.reason }, 'An identity was refused')
      throw new AppError('provider_sign_in_failed', { cause: error })
    }
    throw error
  }
}
