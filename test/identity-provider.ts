import { createHash, randomBytes, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { decodeProtectedHeader, exportJWK, generateKeyPair, importSPKI, jwtVerify, SignJWT, type JWK } from 'jose'
import type { Scope } from './afterwards.ts'
import { localServer } from './local-server.ts'

/**
 * A strict OpenID Connect provider on a socket: it refuses what real ones refuse, counts what it is asked, and can fail on
 * demand. As `google` and `apple` it has their addresses, claims and peculiarities.
 */
export type TestProvider = {
  readonly url: string
  readonly issuer: string
  /** How often each endpoint was asked. */
  readonly asked: Record<Endpoint, number>
  /** Answers with this status instead, while set; 0 hangs up. */
  readonly faults: Partial<Record<Endpoint, number>>
  /** Who is signed in there: the claims of the next ID tokens. */
  person: Claims
  /** More or other claims, and another header, for the next ID tokens that the token endpoint gives. */
  forged: { claims?: Claims; header?: Record<string, unknown>; issuer?: string } | undefined
  /** Where the browser lands after somebody has agreed: what stands in the query, or in Apple's form. */
  authorize(url: string): Promise<Record<string, string>>
  /** An ID token as an app gets it. */
  sign(claims?: Claims, header?: Record<string, unknown>): Promise<string>
  /** A code as an app of Apple gets it. */
  appCode(clientId: string): string
  /** Publishes another key and signs with it from now on. */
  rotate(options?: { withdraw?: boolean; publishOnly?: boolean }): Promise<void>
  /** The refresh tokens that work here. */
  readonly refreshTokens: ReadonlySet<string>
  /** The refresh tokens that were revoked. */
  readonly revoked: string[]
  /** As if they had been revoked elsewhere. */
  forgetTokens(): void
  readonly cacheControl: { value: string }
  /** Nobody listens there any more; what it hands to apps can still be had. */
  stop(): Promise<void>
}
type Claims = Record<string, unknown>
export type Endpoint = 'discovery' | 'keys' | 'token' | 'userinfo' | 'revoke' | 'authorize'

export type TestProviderOptions = {
  kind: 'google' | 'apple' | 'oidc'
  clientId: string
  /** Left out: a public client (or Apple, whose client secret is checked against `appleKey`). */
  clientSecret?: string
  appleKey?: { publicKey: string; teamId: string; keyId: string }
  redirectUri: string
  now?: () => Temporal.Instant
  port?: number
}

const paths = {
  google: { authorize: '/o/oauth2/v2/auth', token: '/token', keys: '/oauth2/v3/certs' },
  apple: { authorize: '/auth/authorize', token: '/auth/token', keys: '/auth/keys', revoke: '/auth/revoke' },
  oidc: {
    discovery: '/.well-known/openid-configuration',
    authorize: '/authorize',
    token: '/oauth/token',
    keys: '/jwks',
    userinfo: '/userinfo'
  }
} as const satisfies Record<string, Partial<Record<Endpoint, string>>>

type Grant = {
  clientId: string
  redirectUri?: string
  challenge?: string
  nonce?: string
  /** The time of signing in there is told: asked for, or (Apple) always. */
  tellsWhen?: boolean
}
type Key = { kid: string; privateKey: KeyObject | CryptoKey; jwk: JWK }

/** RSA keys take long to make: a few for the whole process, handed out in turn. */
const keyPairs: Promise<{ privateKey: CryptoKey; publicKey: CryptoKey }>[] = []
let handedOut = 0
async function nextKey(): Promise<Key> {
  const index = handedOut++
  keyPairs[index % 4] ??= generateKeyPair('RS256', { extractable: true })
  const { privateKey, publicKey } = await (keyPairs[index % 4] ?? Promise.reject(new Error('no key')))
  const kid = `key-${index}`
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } }
}

export async function identityProvider(scope: Scope, options: TestProviderOptions): Promise<TestProvider> {
  const { kind, clientId, now = () => Temporal.Now.instant() } = options
  let signing = await nextKey()
  let published: Key[] = [signing]
  const grants = new Map<string, Grant>()
  const refreshTokens = new Set<string>()
  const accessTokens = new Map<string, Claims>()
  const endpoints: Partial<Record<Endpoint, string>> = paths[kind]

  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  const { port, stop } = await localServer(scope, server, options.port)
  const url = `http://127.0.0.1:${port}`
  const issuer = { google: 'https://accounts.google.com', apple: 'https://appleid.apple.com', oidc: url }[kind]

  const provider: TestProvider = {
    url,
    issuer,
    asked: { discovery: 0, keys: 0, token: 0, userinfo: 0, revoke: 0, authorize: 0 },
    faults: {},
    person: { sub: 'sub-anna', email: 'anna@example.org', email_verified: true, name: 'Anna' },
    forged: undefined,
    authorize,
    sign,
    appCode(client) {
      const code = mint()
      grants.set(code, { clientId: client })
      return code
    },
    async rotate({ withdraw = false, publishOnly = false } = {}) {
      const key = await nextKey()
      published = withdraw ? [key] : [...published, key]
      if (!publishOnly) signing = key
    },
    refreshTokens,
    revoked: [],
    forgetTokens: () => refreshTokens.clear(),
    cacheControl: { value: 'public, max-age=3600' },
    stop
  }

  function sign(claims: Claims = {}, header: Record<string, unknown> = {}): Promise<string> {
    const seconds = Math.floor(now().epochMilliseconds / 1000)
    const all = { iss: issuer, aud: clientId, iat: seconds, exp: seconds + 600, ...provider.person, ...claims }
    const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
    return new SignJWT(kept).setProtectedHeader({ alg: 'RS256', kid: signing.kid, ...header }).sign(signing.privateKey)
  }

  async function authorize(address: string): Promise<Record<string, string>> {
    const response = await fetch(address, { redirect: 'manual' })
    if (kind === 'apple') return formOf(await response.text())
    const location = response.headers.get('location')
    if (location === null) throw new Error(`refused: ${await response.text()}`)
    return Object.fromEntries(new URL(location).searchParams)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = new URL(request.url ?? '/', url)
    const endpoint = (Object.keys(endpoints) as Endpoint[]).find((name) => endpoints[name] === asked.pathname)
    if (!endpoint) return void response.writeHead(404).end()
    provider.asked[endpoint] += 1
    const fault = provider.faults[endpoint]
    if (fault === 0) return void request.destroy()
    if (fault !== undefined) return void response.writeHead(fault, { location: `${url}/elsewhere` }).end('{}')
    const form = new URLSearchParams(await bodyOf(request))
    await handlers[endpoint]({ request, response, query: asked.searchParams, form })
  }

  type Exchange = { request: IncomingMessage; response: ServerResponse; query: URLSearchParams; form: URLSearchParams }
  const handlers: Record<Endpoint, (exchange: Exchange) => void | Promise<void>> = {
    discovery: ({ response }) =>
      json(response, 200, {
        issuer: provider.forged?.issuer ?? url,
        authorization_endpoint: url + paths.oidc.authorize,
        token_endpoint: url + paths.oidc.token,
        jwks_uri: url + paths.oidc.keys,
        userinfo_endpoint: url + paths.oidc.userinfo,
        token_endpoint_auth_methods_supported: ['client_secret_basic'],
        authorization_response_iss_parameter_supported: true
      }),
    keys: ({ response }) => {
      response.setHeader('cache-control', provider.cacheControl.value)
      json(response, 200, { keys: published.map(({ jwk }) => jwk) })
    },
    authorize({ response, query }) {
      const problem = problemOfRequest(query)
      if (problem) {
        response.writeHead(400, { 'content-type': 'text/plain' }).end(problem)
        return
      }
      const code = mint()
      grants.set(code, {
        clientId,
        redirectUri: query.get('redirect_uri') ?? '',
        challenge: query.get('code_challenge') ?? '',
        nonce: query.get('nonce') ?? '',
        tellsWhen: tellsWhen(query)
      })
      const back = { state: query.get('state') ?? '', code, ...(kind === 'oidc' && { iss: url }) }
      if (kind === 'apple')
        response.writeHead(200, { 'content-type': 'text/html' }).end(page(options.redirectUri, back))
      else response.writeHead(302, { location: `${options.redirectUri}?${new URLSearchParams(back).toString()}` }).end()
    },
    async token({ request, response, form }) {
      const code = form.get('code') ?? ''
      const grant = grants.get(code)
      grants.delete(code) // whatever comes of it: one try for each code
      const client = await clientOf(request, form)
      if (client === undefined) return json(response, 401, { error: 'invalid_client' })
      if (form.get('grant_type') !== 'authorization_code')
        return json(response, 400, { error: 'unsupported_grant_type' })
      if (grant?.clientId !== client || !fits(grant, form)) return json(response, 400, { error: 'invalid_grant' })
      return json(response, 200, await tokensFor(client, grant))
    },
    userinfo({ request, response }) {
      const claims = accessTokens.get(request.headers.authorization?.replace(/^Bearer /, '') ?? '')
      json(response, claims ? 200 : 401, claims ?? {})
    },
    async revoke({ request, response, form }) {
      if ((await clientOf(request, form)) === undefined) return json(response, 400, { error: 'invalid_client' })
      const token = form.get('token') ?? ''
      if (!refreshTokens.delete(token)) return json(response, 400, { error: 'invalid_grant' })
      provider.revoked.push(token)
      response.writeHead(200).end()
    }
  }

  /** OpenID Connect Core §2; Google tells it only where it is asked for by name. */
  function tellsWhen(query: URLSearchParams): boolean {
    if (kind === 'google') return (query.get('claims') ?? '').includes('auth_time')
    return kind === 'apple' || query.has('max_age')
  }

  async function tokensFor(client: string, { nonce, tellsWhen: tells = false }: Grant) {
    const refreshToken = mint()
    const accessToken = mint()
    refreshTokens.add(refreshToken)
    accessTokens.set(accessToken, provider.person)
    const when = tells ? { auth_time: Math.floor(now().epochMilliseconds / 1000) } : {}
    const idToken = await sign({ aud: client, nonce, ...when, ...provider.forged?.claims }, provider.forged?.header)
    const tokens = { access_token: accessToken, token_type: 'Bearer', id_token: idToken }
    return kind === 'apple' ? { ...tokens, refresh_token: refreshToken } : tokens
  }

  const peculiar: Record<TestProviderOptions['kind'], Record<string, string>> = {
    google: { prompt: 'select_account' }, // it knows no `login`
    apple: { response_mode: 'form_post' },
    oidc: {}
  }

  function problemOfRequest(query: URLSearchParams): string | undefined {
    const needed = {
      client_id: clientId,
      redirect_uri: options.redirectUri,
      response_type: 'code',
      code_challenge_method: 'S256',
      ...peculiar[kind]
    }
    const wrong = Object.entries(needed).find(([name, value]) => query.get(name) !== value)
    if (wrong) return `${wrong[0]} is not as it must be`
    if (!/^[\w-]{43}$/.test(query.get('code_challenge') ?? '')) return 'code_challenge is none'
    if (!/\bopenid\b/.test(query.get('scope') ?? '')) return 'openid is not asked for'
    return query.get('state') && query.get('nonce') ? undefined : 'state and nonce are needed'
  }

  /** The client that has proved itself in the way its kind must. */
  async function clientOf(request: IncomingMessage, form: URLSearchParams): Promise<string | undefined> {
    const client = form.get('client_id') ?? undefined
    if (kind === 'apple') return client !== undefined && (await isApplesSecret(form, client)) ? client : undefined
    const shown = kind === 'google' ? form.get('client_secret') : secretInHeader(request, clientId)
    return client === clientId && (options.clientSecret === undefined || shown === options.clientSecret)
      ? client
      : undefined
  }

  async function isApplesSecret(form: URLSearchParams, client: string): Promise<boolean> {
    const { publicKey, teamId, keyId } = options.appleKey ?? { publicKey: '', teamId: '', keyId: '' }
    const secret = form.get('client_secret') ?? ''
    try {
      const key = await importSPKI(publicKey, 'ES256')
      const currentDate = new Date(now().epochMilliseconds)
      const checks = { issuer: teamId, subject: client, audience: issuer, algorithms: ['ES256'], currentDate }
      const { payload } = await jwtVerify(secret, key, checks)
      return decodeProtectedHeader(secret).kid === keyId && (payload.exp ?? Infinity) - (payload.iat ?? 0) <= 600
    } catch {
      return false
    }
  }

  return provider
}

function fits({ challenge, redirectUri }: Grant, form: URLSearchParams): boolean {
  if (challenge === undefined) return form.get('redirect_uri') === null
  const verifier = form.get('code_verifier') ?? ''
  const made = createHash('sha256').update(verifier).digest('base64url')
  return verifier.length >= 43 && made === challenge && form.get('redirect_uri') === redirectUri
}

/** RFC 6749 §2.3.1: name and secret are form-encoded, then in Base64. */
function secretInHeader({ headers }: IncomingMessage, clientId: string): string | undefined {
  const [name, secret] = Buffer.from(headers.authorization?.replace(/^Basic /, '') ?? '', 'base64')
    .toString()
    .split(':')
  const decoded = [name, secret].map((part = '') => new URLSearchParams(`part=${part}`).get('part'))
  return decoded[0] === clientId ? (decoded[1] ?? undefined) : undefined
}

function mint(): string {
  return randomBytes(24).toString('base64url')
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** What Apple answers: a form that posts itself back. */
function page(action: string, fields: Record<string, string>): string {
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
  return `<!doctype html><title>Apple</title><form method="post" action="${action}">${inputs.join('')}</form><script>document.forms[0].submit()</script>`
}

function formOf(html: string): Record<string, string> {
  const fields = [...html.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value])
  if (fields.length === 0) throw new Error(`refused: ${html}`)
  return Object.fromEntries(fields)
}
