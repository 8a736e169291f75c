import Type from 'typebox'
import { Strict, StrictPartial } from '#contract/route.ts'
import { lineProblem } from './secrets/secret-shapes.ts'
import type { FindSecret, WatchedSecret } from './secrets/watched-secret.ts'

const ClientId = Type.String({ minLength: 1, maxLength: 255 })
const clients = { clientId: ClientId, appClientIds: Type.Optional(Type.Array(ClientId)) }
/** Only a test server on this machine, which may do without TLS. */
const StandIn = Type.Optional(Type.String({ pattern: '^http://(localhost|127\\.0\\.0\\.1):\\d{1,5}$' }))

/** The block `signIn` of config.yaml. */
export const SignInFile = StrictPartial({
  google: Strict({ ...clients, standIn: StandIn }),
  apple: Strict({
    ...clients,
    teamId: Type.String({ pattern: '^[A-Z0-9]{10}$' }),
    keyId: Type.String({ pattern: '^[A-Z0-9]{10}$' }),
    standIn: StandIn
  }),
  openIdConnect: Type.Array(
    Strict({
      id: Type.String({ pattern: '^[a-z][a-z0-9-]{0,29}$' }),
      name: Type.String({ pattern: '^[^\\p{C}]{1,40}$' }),
      issuer: Type.String({ pattern: '^https?://[^?#]+$' }),
      ...clients,
      scopes: Type.Optional(Type.String({ pattern: '^openid( [\\x21\\x23-\\x5b\\x5d-\\x7e]+)*$' })),
      privateNetwork: Type.Optional(Type.Boolean()),
      otherHosts: Type.Optional(Type.Array(Type.String({ pattern: '^[a-z0-9.-]+(:\\d{1,5})?$' })))
    }),
    { maxItems: 10 }
  )
})
export type SignInFile = Type.Static<typeof SignInFile>

type Clients = { readonly clientId: string; readonly appClientIds: readonly string[] }
type Known = Clients & { readonly standIn: string | undefined }

/** Whom people may sign in with beside their password. */
export type SignInConfig = {
  readonly google: Known | undefined
  readonly apple: (Known & { readonly teamId: string; readonly keyId: string }) | undefined
  readonly openIdConnect: readonly (Clients & {
    readonly id: string
    readonly name: string
    readonly issuer: string
    readonly scopes: string
    readonly privateNetwork: boolean
    readonly otherHosts: readonly string[]
  })[]
}

export type SignInSecrets = {
  readonly google: WatchedSecret | undefined
  /** The .p8 file that Apple gives out once. */
  readonly apple: WatchedSecret | undefined
  /** By the provider's id; that of a public client is empty. */
  readonly openIdConnect: ReadonlyMap<string, WatchedSecret>
}

export function signInOf({ google, apple, openIdConnect = [] }: SignInFile = {}): SignInConfig {
  return {
    google: google && { standIn: undefined, appClientIds: [], ...google },
    apple: apple && { standIn: undefined, appClientIds: [], ...apple },
    openIdConnect: openIdConnect.map((provider) => ({
      appClientIds: [],
      scopes: 'openid email profile',
      privateNetwork: false,
      otherHosts: [],
      ...provider
    }))
  }
}

/** What the schema cannot see: everything outside of this machine needs TLS, and ids are told apart. */
export function signInProblems({ google, apple, openIdConnect }: SignInConfig, publicUrl: string): string[] {
  const development = isOwnMachine(publicUrl)
  const ids = ['google', 'apple', ...openIdConnect.map(({ id }) => id)]
  return [
    ...[google?.standIn, apple?.standIn]
      .filter((standIn) => standIn !== undefined && !development)
      .map(() => 'signIn: standIn is for tests, with a publicUrl on this machine'),
    ...openIdConnect
      .filter(({ issuer }) => issuer.startsWith('http:') && !(development && isOwnMachine(issuer)))
      .map(({ id }) => `signIn.openIdConnect: the issuer of "${id}" needs https`),
    ...ids
      .filter((id, index) => ids.indexOf(id) !== index)
      .map((id) => `signIn.openIdConnect: the id "${id}" is taken already`)
  ]
}

function isOwnMachine(url: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)
}

export const googleSecretFile = 'GOOGLE_CLIENT_SECRET'
export const appleKeyFile = 'APPLE_SIGN_IN_KEY'

/** OIDC_HOME_CLIENT_SECRET for the id `home`. */
export function secretFileOf(providerId: string): string {
  return `OIDC_${providerId.toUpperCase().replaceAll('-', '_')}_CLIENT_SECRET`
}

/** The secrets of the configured providers. */
export function signInSecrets({ google, apple, openIdConnect }: SignInConfig, found: FindSecret): SignInSecrets {
  return {
    google: google && found(googleSecretFile, lineProblem, 'missing, but signIn.google is set'),
    apple: apple && found(appleKeyFile, appleKeyProblem, appleKeyProblem('')),
    openIdConnect: new Map(openIdConnect.map(({ id }) => [id, found(secretFileOf(id), lineProblem)]))
  }
}

function appleKeyProblem(text: string): string | undefined {
  if (/^-----BEGIN PRIVATE KEY-----\s[\s\S]+\s-----END PRIVATE KEY-----$/.test(text)) return undefined
  return 'must hold the .p8 file of Apple, because signIn.apple is set'
}
