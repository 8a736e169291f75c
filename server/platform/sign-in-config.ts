import Type from 'typebox'
import { Strict, StrictPartial } from '#contract/route.ts'
import { Secret } from './secret.ts'

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
  readonly google: Secret | undefined
  /** The .p8 file that Apple gives out once. */
  readonly apple: Secret | undefined
  /** By the provider's id; a public client has none. */
  readonly openIdConnect: ReadonlyMap<string, Secret>
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

/** Reads the secrets of the configured providers; a missing or malformed one is a problem. */
export function signInSecrets(
  { google, apple, openIdConnect }: SignInConfig,
  read: (name: string) => string | undefined
): SignInSecrets & { problems: { file: string; problem: string }[] } {
  const googleSecret = google && read(googleSecretFile)
  const appleKey = apple && read(appleKeyFile)
  const own = openIdConnect.flatMap(({ id }) => {
    const secret = read(secretFileOf(id))
    return secret ? [[id, new Secret(secret)] as const] : []
  })
  const problems = [
    ...(google && !googleSecret ? [{ file: googleSecretFile, problem: 'missing, but signIn.google is set' }] : []),
    ...(apple && !/^-----BEGIN PRIVATE KEY-----\s[\s\S]+\s-----END PRIVATE KEY-----$/.test(appleKey ?? '')
      ? [{ file: appleKeyFile, problem: 'must hold the .p8 file of Apple, because signIn.apple is set' }]
      : [])
  ]
  return {
    google: googleSecret ? new Secret(googleSecret) : undefined,
    apple: appleKey ? new Secret(appleKey) : undefined,
    openIdConnect: new Map(own),
    problems
  }
}
