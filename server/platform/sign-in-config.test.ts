import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError, parseConfig, parseSecrets } from './config.ts'

function problemsOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.join('\n')
    throw error
  }
  return ''
}

const apple = 'apple: { clientId: org.example.web, teamId: ABCDE12345, keyId: FGHIJ67890 }'
const secretKey = 'k'.repeat(32)
const pem = '-----BEGIN PRIVATE KEY-----\nMIGT\n-----END PRIVATE KEY-----\n'

test('without a word of it nobody but honeyDue itself lets people in', () => {
  assert.deepEqual(parseConfig('').signIn, { google: undefined, apple: undefined, openIdConnect: [] })
})

test('a provider of one’s own needs an id, a name, an issuer and a client', () => {
  const own = '{ id: home, name: Home, issuer: https://login.example.org, clientId: honeydue }'
  const [provider] = parseConfig(`signIn: { openIdConnect: [${own}] }`).signIn.openIdConnect
  assert.deepEqual(
    [provider?.scopes, provider?.privateNetwork, provider?.otherHosts],
    ['openid email profile', false, []]
  )
  assert.match(
    problemsOf(() => parseConfig('signIn: { openIdConnect: [{ id: home, issuer: https://login.example.org }] }')),
    /name[\s\S]*clientId|clientId[\s\S]*name/
  )
})

// ASVS 10.5.3, 15.2.3
test('outside of this machine a provider is asked over TLS, and nothing stands in for Google or Apple', () => {
  const plain = (issuer: string) =>
    `signIn: { openIdConnect: [{ id: home, name: Home, issuer: "${issuer}", clientId: a }] }`
  const standIn = 'signIn: { google: { clientId: a, standIn: "http://127.0.0.1:9999" } }'
  const outside = 'publicUrl: https://home.example.org\n'
  assert.equal(
    problemsOf(() => parseConfig(plain('http://localhost:9000'))),
    ''
  )
  assert.equal(
    problemsOf(() => parseConfig(standIn)),
    ''
  )
  assert.match(
    problemsOf(() => parseConfig(outside + plain('http://localhost:9000'))),
    /needs https/
  )
  assert.match(
    problemsOf(() => parseConfig(plain('http://login.example.org'))),
    /needs https/
  )
  assert.match(
    problemsOf(() => parseConfig(outside + standIn)),
    /standIn/
  )
  assert.match(
    problemsOf(() => parseConfig('signIn: { google: { clientId: a, standIn: "http://10.0.0.1:1" } }')),
    /standIn/
  )
})

test('two providers have two ids, because the address one comes back to tells them apart', () => {
  const one = '{ id: home, name: Home, issuer: https://a.example.org, clientId: a }'
  assert.match(
    problemsOf(() => parseConfig(`signIn: { openIdConnect: [${one}, ${one}] }`)),
    /"home" is taken/
  )
  assert.match(
    problemsOf(() => parseConfig(`signIn: { openIdConnect: [${one.replace('home', 'google')}] }`)),
    /"google" is taken/
  )
})

test('secrets come from files, and every missing one is named', () => {
  const config = parseConfig(`signIn: { google: { clientId: a }, ${apple} }`)
  const read = (files: Record<string, string>) => () =>
    parseSecrets(config, (name) => ({ SECRET_KEY: secretKey, ...files })[name])
  assert.match(problemsOf(read({})), /GOOGLE_CLIENT_SECRET[\s\S]*APPLE_SIGN_IN_KEY/)
  assert.match(
    problemsOf(read({ GOOGLE_CLIENT_SECRET: 's', APPLE_SIGN_IN_KEY: 'no key' })),
    /^[^\n]*APPLE_SIGN_IN_KEY[^\n]*$/
  )
  assert.equal(read({ GOOGLE_CLIENT_SECRET: 's\n', APPLE_SIGN_IN_KEY: pem })().signIn.google?.active?.reveal(), 's')
})

test('a provider of one’s own may be without a secret: PKCE alone then binds the code', () => {
  const config = parseConfig(
    'signIn: { openIdConnect: [{ id: my-home, name: H, issuer: https://a.example.org, clientId: a }] }'
  )
  const files: Record<string, string> = { SECRET_KEY: secretKey }
  const own = () =>
    parseSecrets(config, (name) => files[name])
      .signIn.openIdConnect.get('my-home')
      ?.active?.reveal()
  assert.equal(own(), undefined)
  files['OIDC_MY_HOME_CLIENT_SECRET'] = 'secret'
  assert.equal(own(), 'secret')
})
