import type { Identity, Provider } from '#contract/identities.ts'
import type { IdentityProvider } from '#server/gateways/identity-providers/provider.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { passwordOfUser } from '../queries.ts'
import { identitiesOf, type ListedIdentity } from './identity-queries.ts'
import type { FederationServices } from './providers.ts'

export async function listIdentities(ctx: Ctx<User>, services: Pick<FederationServices, 'providers'>) {
  const { userId } = ctx.actor
  const owner = await passwordOfUser(ctx.db, userId)
  const items = await identitiesOf(ctx.db, userId)
  return { items: items.map((item) => view(item, services)), hasPassword: typeof owner?.passwordHash === 'string' }
}

export async function identityView(
  ctx: Ctx<User>,
  services: Pick<FederationServices, 'providers'>,
  identityId: string
): Promise<Identity> {
  const item = (await identitiesOf(ctx.db, ctx.actor.userId)).find(({ id }) => id === identityId)
  if (!item) throw new AppError('identity_not_found')
  return view(item, services)
}

function view(item: ListedIdentity, { providers }: Pick<FederationServices, 'providers'>): Identity {
  const provider = providers.find(({ issuer }) => issuer === item.issuer)
  return { ...item, provider: provider ? providerView(provider) : null }
}

/** What everybody may know of a provider. */
export function providerView({ id, kind, name }: IdentityProvider): Provider {
  return { id, kind, name }
}
