import Type from 'typebox'
import { Check } from 'typebox/value'
import { Strict } from '#contract/route.ts'
import type { ProvenIdentity } from '#server/gateways/identity-providers/provider.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import type { JsonValue } from '#server/platform/schema.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { NewIdentity } from './identity-queries.ts'

/** A proven identity as it is kept: its refresh token sealed, for this row alone. */
export function newIdentity(keyring: Keyring, identity: ProvenIdentity, id: string): NewIdentity {
  const { issuer, subject, clientId, email = null, privateEmail, refreshToken, transferSubject = null } = identity
  const sealed = refreshToken === undefined ? null : keyring.seal('field', refreshToken, rowOf(id))
  return { id, issuer, subject, clientId, email, privateEmail, refreshToken: sealed, transferSubject }
}

export function openRefreshToken(keyring: Keyring, { id, refreshToken }: { id: string; refreshToken: string }): Secret {
  return keyring.open('field', refreshToken, rowOf(id))
}

export function rowOf(id: string): string {
  return `identities.refresh_token ${id}`
}

const OrNull = (text: Type.TString) => Type.Union([text, Type.Null()])

/** What a link to be made carries with it. */
const LinkContext = Strict({
  provider: Type.String(),
  userId: Type.String(),
  identity: Strict({
    id: Type.String(),
    issuer: Type.String(),
    subject: Type.String(),
    clientId: Type.String(),
    email: OrNull(Type.String()),
    privateEmail: Type.Boolean(),
    refreshToken: OrNull(Type.String()),
    transferSubject: OrNull(Type.String())
  })
})
export type LinkContext = Type.Static<typeof LinkContext>

/** Undefined for a credential of the same purpose that stands for something else. */
export function linkContext(context: JsonValue): LinkContext | undefined {
  return Check(LinkContext, context) ? context : undefined
}
