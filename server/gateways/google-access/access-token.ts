import { importPKCS8, SignJWT } from 'jose'
import type { Outbound } from '#server/platform/outbound.ts'
import type { ServiceAccount } from '#server/platform/service-account.ts'
import { Secret } from '#server/platform/secret.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** Google does not take the account's key (any more). */
export class AccountRefused extends Error {
  override readonly name = 'AccountRefused'
}

export type AccessTokens = {
  /** One for as long as it works; `isRefused`: the one given before has just been refused. */
  of(account: ServiceAccount, isRefused?: Secret): Promise<Secret>
}
export type AccessOptions = {
  /** What the token is to be good for. */
  readonly scope: string
  readonly tokenUrl: string
  readonly now: () => Temporal.Instant
}
type Granted = { readonly keyId: string; readonly token: Secret; readonly until: Temporal.Instant }

/** Exchanges what the account signs for an access token (RFC 7523), and keeps it until five minutes before its end. */
export function accessTokens(ask: Outbound, { scope, tokenUrl, now }: AccessOptions): AccessTokens {
  let granted: Promise<Granted> | undefined

  const request = async (account: ServiceAccount): Promise<Granted> => {
    const form = {
      grant_type: grantType,
      assertion: await assertion(account, { scope, audience: tokenUrl, now: now() })
    }
    const { status, text } = await ask(tokenUrl, { form })
    if (status === 400 || status === 401) throw new AccountRefused(errorIn(text))
    if (status !== 200) throw new Error(`Google answers ${status} to the account's key`)
    const { access_token: token, expires_in: seconds } = JSON.parse(text) as Record<string, unknown> // looked at in the next line
    if (typeof token !== 'string' || typeof seconds !== 'number') throw new Error('Google gave no access token')
    return { keyId: account.keyId, token: new Secret(token), until: now().add({ seconds: Math.max(0, seconds - 300) }) }
  }

  return {
    async of(account, isRefused) {
      const asked = granted
      const former = await asked?.catch(() => undefined)
      const works =
        former?.keyId === account.keyId &&
        former.token !== isRefused &&
        Temporal.Instant.compare(now(), former.until) < 0
      if (works) return former.token
      if (granted === asked) granted = request(account) // otherwise another has begun meanwhile
      return (await (granted ?? request(account))).token
    }
  }
}

type Claims = { readonly scope: string; readonly audience: string; readonly now: Temporal.Instant }

async function assertion(account: ServiceAccount, { scope, audience, now }: Claims): Promise<string> {
  const seconds = Math.floor(now.epochMilliseconds / 1000)
  return new SignJWT({ scope })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: account.keyId })
    .setIssuer(account.email)
    .setAudience(audience)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 3600)
    .sign(await importPKCS8(account.privateKey.reveal(), 'RS256'))
}

function errorIn(text: string): string {
  return /"error"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? 'refused'
}
