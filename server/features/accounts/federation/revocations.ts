import type { Ctx, Job } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { deleteRevocation, takeRevocations, type PendingRevocation } from './identity-queries.ts'
import { openRefreshToken } from './new-identity.ts'
import type { FederationServices } from './providers.ts'

/**
 * Tells the providers soon that identities are gone. The database itself notes which (migration "identities"), however they went:
 * call this in the transaction that deletes identities, or the account that they belong to.
 */
export async function revokeAtProvider(tx: Tx): Promise<void> {
  await enqueue(tx, 'identities.revoke', {})
}

const retryMinutes = 10

/** Each until its provider has listened: what fails stays and is tried again by the clock. */
export async function revokePending(ctx: Ctx<Job>, services: FederationServices): Promise<void> {
  const next = ctx.now().add({ minutes: retryMinutes })
  const pending = await ctx.write((tx) => takeRevocations(tx, ctx.now(), next))
  for (const revocation of pending) {
    if (await revoked(ctx, services, revocation)) await ctx.write((tx) => deleteRevocation(tx, revocation.id))
  }
}

async function revoked(ctx: Ctx<Job>, services: FederationServices, revocation: PendingRevocation): Promise<boolean> {
  const provider = services.providers.find(({ issuer }) => issuer === revocation.issuer)
  if (!provider) return false // it may be configured again
  if (!provider.revoke) return true // it hands out nothing that would have to be taken back
  try {
    const refreshToken = openRefreshToken(services.keyring, revocation)
    await provider.revoke(refreshToken.reveal(), revocation.clientId, ctx.now())
    return true
  } catch (error) {
    ctx.log.warn({ provider: provider.id, err: error }, 'A sign-in could not be revoked at its provider yet')
    return false
  }
}
