import { randomBytes, type KeyObject } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { decodeProtectedHeader, jwtVerify } from 'jose'

export type AccountKey = { readonly publicKey: KeyObject; readonly email: string }

/** What a service of Google's answers instead of what it was asked for. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, reason: string) {
    super(reason)
    this.status = status
  }
}

type Ground = {
  readonly url: () => string
  readonly scopes: readonly string[]
  /** Throws where the account has no such key. */
  readonly keyOf: (kid: string) => AccountKey
  readonly seconds: () => number
}

/** Google's token endpoint, which refuses what the real one refuses. */
export function googleAccess({ url, scopes, keyOf, seconds }: Ground) {
  const granted = new Map<string, { email: string; scope: string; until: number }>()

  async function assertedBy(assertion: string): Promise<{ email: string; scope: string }> {
    const { kid = '' } = decodeProtectedHeader(assertion)
    const key = keyOf(kid)
    const { payload } = await jwtVerify(assertion, key.publicKey, {
      algorithms: ['RS256'],
      issuer: key.email,
      audience: `${url()}/token`,
      currentDate: new Date(seconds() * 1000),
      requiredClaims: ['exp', 'iat']
    })
    const { iat = Infinity, exp = Infinity, scope } = payload
    if (exp - iat > 3600 || iat > seconds() + 300) throw new Error('not as long as it may be')
    if (typeof scope !== 'string' || !scopes.includes(scope)) throw new Error('no such scope')
    return { email: key.email, scope }
  }

  return {
    /** `POST /token` */
    async grant(request: IncomingMessage, body: string): Promise<object> {
      const form = new URLSearchParams(body)
      if (request.headers['content-type'] !== 'application/x-www-form-urlencoded')
        throw new Refusal(400, 'invalid_request')
      if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer')
        throw new Refusal(400, 'unsupported_grant_type')
      const { email, scope } = await assertedBy(form.get('assertion') ?? '').catch(() => {
        throw new Refusal(400, 'invalid_grant')
      })
      const token = randomBytes(24).toString('base64url')
      granted.set(token, { email, scope, until: seconds() + 3599 })
      return { access_token: token, expires_in: 3599, token_type: 'Bearer' }
    },

    /** The address of whose access token the request has, if it is good for that. */
    holderOf(request: IncomingMessage, wanted: string): string {
      const grantOf = granted.get(request.headers.authorization?.replace(/^Bearer /, '') ?? '')
      if (!grantOf || grantOf.until <= seconds()) throw new Refusal(401, 'UNAUTHENTICATED')
      if (grantOf.scope !== wanted) throw new Refusal(403, 'ACCESS_TOKEN_SCOPE_INSUFFICIENT')
      return grantOf.email
    },

    /** No access token works any more that was given out. */
    forgetTokens: () => granted.clear()
  }
}

export function answer(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body))
}
