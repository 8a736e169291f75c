import { createHash } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'
import { outbound, type OutboundReply } from '#server/platform/outbound.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'
import { notificationOf } from './apple-notification.ts'
import { textOf } from './id-token.ts'
import { openIdProvider, tokensOf } from './openid-provider.ts'
import { ProviderUnavailable, type IdentityProvider } from './provider.ts'

export type AppleSettings = {
  /** The Services ID of the web. */
  readonly clientId: string
  /** Bundle ids of the apps. */
  readonly appClientIds: readonly string[]
  readonly teamId: string
  readonly keyId: string
  /** Takes the place of Apple's host in tests, on this machine. */
  readonly standIn: string | undefined
}

const issuer = 'https://appleid.apple.com'

export function apple(settings: AppleSettings, privateKey: Pick<WatchedSecret, 'active'>): IdentityProvider {
  const { standIn, clientId, appClientIds } = settings
  const origin = standIn ?? issuer
  const endpoints = {
    authorization: `${origin}/auth/authorize`,
    token: `${origin}/auth/token`,
    keys: `${origin}/auth/keys`,
    revocation: `${origin}/auth/revoke`,
    userinfo: undefined,
    secretInHeader: false,
    namesItself: false
  }
  const base = openIdProvider({
    id: 'apple',
    kind: 'apple',
    name: 'Apple',
    issuers: [issuer],
    clientId,
    appClientIds,
    scopes: 'openid email name',
    ask: outbound({ hosts: [new URL(origin).host], plainLoopback: standIn !== undefined }),
    endpoints: async () => endpoints,
    secretOf: async (client, now) =>
      privateKey.active && clientSecret(settings, { client, privateKey: privateKey.active, now }),
    parameters: { response_mode: 'form_post' }, // with anything but "openid" asked for, Apple takes no other
    anewParameters: {}, // it asks each time, and says so
    appNonce: (nonce) => createHash('sha256').update(nonce).digest('hex')
  })
  return {
    ...base.provider,
    async refreshTokenOf(code, client, now) {
      const form = { grant_type: 'authorization_code', code, client_id: client }
      return textOf(tokensOf(await base.post('token', form, now))['refresh_token'])
    },
    async revoke(refreshToken, client, now) {
      const form = { token: refreshToken, token_type_hint: 'refresh_token', client_id: client }
      checkRevoked(await base.post('revocation', form, now))
    },
    notification: (payload, now) =>
      notificationOf(payload, {
        issuer,
        clientIds: [clientId, ...appClientIds],
        keyOf: (kid) => base.keys.keyOf(kid, now),
        now
      })
  }
}

/** A token that Apple does not know (any more) is as good as revoked. */
function checkRevoked({ status, text }: OutboundReply): void {
  const gone = status === 400 && /"(invalid_grant|invalid_token)"/.test(text)
  if (status !== 200 && !gone) throw new ProviderUnavailable(`Apple answers ${status} to a revocation`)
}

/** Apple's client secret is a token that we sign, good for five minutes. */
async function clientSecret(
  { teamId, keyId }: AppleSettings,
  { client, privateKey, now }: { client: string; privateKey: Secret; now: Temporal.Instant }
): Promise<string> {
  const seconds = Math.floor(now.epochMilliseconds / 1000)
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer(teamId)
    .setSubject(client)
    .setAudience(issuer)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 300)
    .sign(await importPKCS8(privateKey.reveal(), 'ES256'))
}
