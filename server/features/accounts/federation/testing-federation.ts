import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import type { LightMyRequestResponse } from 'fastify'
import * as api from '#contract/identities.ts'
import type { Output, Route } from '#contract/route.ts'
import { identityProviders } from '#server/gateways/identity-providers/identity-providers.ts'
import type { IdentityProvider } from '#server/gateways/identity-providers/provider.ts'
import { mountFormPost } from '#server/gateways/identity-providers/mount-form-post.ts'
import { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'
import { signInOf } from '#server/platform/sign-in-config.ts'
import type { Scope } from '#test/afterwards.ts'
import { publicUrl, testApp, type TestApp } from '#test/harness.ts'
import { identityProvider, type TestProvider } from '#test/identity-provider.ts'

export type ProviderId = 'google' | 'apple' | 'home'
export type Doubles = Record<ProviderId, TestProvider>
export type FederatedApp = TestApp & { readonly doubles: Doubles; readonly providers: readonly IdentityProvider[] }

export const clientIds = { google: 'web.google', apple: 'org.example.web', home: 'honeydue' }
export const appleApp = 'org.example.app'
const applesTeam = { teamId: 'ABCDE12345', keyId: 'FGHIJ67890' }

/** The whole product with Google, Apple and one more provider, each a strict double on a socket. */
export async function federatedApp(scope: Scope, services: Parameters<typeof testApp>[1] = {}): Promise<FederatedApp> {
  const clock: { now: () => Temporal.Instant } = { now: () => Temporal.Now.instant() }
  const now = () => clock.now()
  const back = (id: ProviderId) => ({
    clientId: clientIds[id],
    redirectUri: `${publicUrl}/sign-in/callback/${id}`,
    now
  })
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
  })
  const doubles = {
    google: await identityProvider(scope, { ...back('google'), kind: 'google', clientSecret: 'googles-secret' }),
    apple: await identityProvider(scope, { ...back('apple'), kind: 'apple', appleKey: { ...applesTeam, publicKey } }),
    home: await identityProvider(scope, { ...back('home'), kind: 'oidc', clientSecret: 'the house’s secret' })
  }
  const providers = identityProviders(
    signInOf({
      google: { clientId: clientIds.google, appClientIds: ['app.google'], standIn: doubles.google.url },
      apple: { clientId: clientIds.apple, appClientIds: [appleApp], ...applesTeam, standIn: doubles.apple.url },
      openIdConnect: [{ id: 'home', name: 'Our house', issuer: doubles.home.url, clientId: clientIds.home }]
    }),
    {
      google: watched('googles-secret'),
      apple: watched(privateKey.trim()),
      openIdConnect: new Map([['home', watched('the house’s secret')]])
    }
  )
  const app = await testApp(scope, { ...services, providers })
  clock.now = app.clock.now
  await mountFormPost(app.server)
  return { ...app, doubles, providers }
}

/** A browser: it keeps cookies, and says that it asks from our own pages. */
export type Browser = {
  send<R extends Route>(route: R, input?: object): Promise<LightMyRequestResponse>
  call<R extends Route>(route: R, input?: object): Promise<Output<R>>
  problem<R extends Route>(route: R, input?: object): Promise<string>
  readonly cookies: Map<string, string>
}

export function browser(app: TestApp): Browser {
  const cookies = new Map<string, string>()
  const headers = () => ({
    'sec-fetch-site': 'same-origin',
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  })
  const send: Browser['send'] = async (route, input = {}) => {
    const response = await app.anonymous.send(route, { ...input, headers: headers() } as never) // the same input with more headers
    for (const { name, value, expires } of response.cookies)
      if (value === '' || (expires && expires.getTime() === 0)) cookies.delete(name)
      else cookies.set(name, value)
    return response
  }
  return {
    cookies,
    send,
    async call(route, input) {
      const response = await send(route, input)
      assert.equal(response.statusCode, route.status, response.body)
      return (response.body === '' ? undefined : response.json()) as never // serialised by the route's schema
    },
    async problem(route, input) {
      const response = await send(route, input)
      assert.ok(response.statusCode >= 400, response.body)
      return response.json<{ code: string }>().code
    }
  }
}

export const beginning = { timeZone: 'Europe/Berlin', language: 'en' } as const

export type Back = { state: string; code: string; iss?: string }

/** To the provider and back, without telling our server yet. */
export async function goAndReturn(app: FederatedApp, visitor: Browser, provider: ProviderId): Promise<Back> {
  const { url } = await visitor.call(api.beginProviderSignIn, { params: { provider } })
  return (await app.doubles[provider].authorize(url)) as Back // what every provider's answer has
}

export function returnInput(provider: ProviderId, { state, code, iss }: Back, more: object = {}) {
  return {
    params: { provider },
    body: { state, code, ...(iss !== undefined && { issuer: iss }), ...beginning, ...more }
  }
}

/** The whole way in a browser. */
export async function signInWith(
  app: FederatedApp,
  provider: ProviderId,
  visitor: Browser = browser(app)
): Promise<{ visitor: Browser; reply: Output<typeof api.finishProviderSignIn> }> {
  const back = await goAndReturn(app, visitor, provider)
  return { visitor, reply: await visitor.call(api.finishProviderSignIn, returnInput(provider, back)) }
}

/** Who got in; fails the test when nobody did. */
export function meOf(reply: Output<typeof api.finishProviderSignIn>) {
  assert.ok('me' in reply, JSON.stringify(reply))
  return reply.me
}

export function linkOf(reply: Output<typeof api.finishProviderSignIn>) {
  assert.ok('link' in reply, JSON.stringify(reply))
  return reply.link
}

function watched(value: string): WatchedSecret {
  return new WatchedSecret({ name: 'A_SECRET', value })
}
