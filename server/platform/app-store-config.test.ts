import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { testingCertificate } from '../gateways/mail/testing-certificate.ts'
import { appStoreKeyOf } from './app-store-config.ts'
import { ConfigError, parseConfig, parseSecrets } from './config.ts'

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const p8 = privateKey.export({ format: 'pem', type: 'pkcs8' })
const key = { kid: '2X9R4HXF34', issuerId: '57246542-96fe-1a63-e053-0824d011072a', p8 }
const app = { bundleId: 'org.example.app', appAppleId: 1, products: { monthly: 'pro' } }
const file = (apple: object, publicUrl = 'http://localhost:8080') =>
  JSON.stringify({ publicUrl, subscriptions: { apple } })

function problemsOf(run: () => unknown): readonly string[] {
  try {
    run()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

test('what stands in for the App Store is on this machine, and for who develops on it only', () => {
  const standIn = { url: 'https://localhost:9443', root: testingCertificate.cert }
  assert.deepEqual(parseConfig(file({ ...app, standIn })).subscriptions.apple?.standIn, standIn)
  assert.match(
    problemsOf(() => parseConfig(file({ ...app, standIn }, 'https://home.example'))).join(),
    /standIn is for tests/
  )
  for (const [url, root] of [
    ['https://apple.example:9443', standIn.root],
    ['http://localhost:9443', standIn.root],
    [standIn.url, 'a root']
  ])
    assert.match(problemsOf(() => parseConfig(file({ ...app, standIn: { url, root } }))).join(), /standIn/)
})

test('the key of the App Store comes with its names, is of P-256, and is not seen', () => {
  const secrets = (text?: string) =>
    parseSecrets(parseConfig(file(app)), (name) => ({ SECRET_KEY: 'k'.repeat(32), APP_STORE_KEY: text })[name])
  const { appStore } = secrets(JSON.stringify(key))
  assert.deepEqual([appStore.key?.kid, appStore.key?.p8.reveal()], [key.kid, p8])
  assert.equal(appStore.key, appStore.key)
  assert.doesNotMatch(inspect(appStore, { depth: 9, getters: true }), /PRIVATE KEY/)
  assert.match(problemsOf(() => secrets()).join(), /APP_STORE_KEY: must be/)
  const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ format: 'pem', type: 'pkcs8' })
  for (const text of [
    '',
    '{}',
    JSON.stringify({ ...key, p8: 'x' }),
    JSON.stringify({ ...key, kid: 'x' }),
    JSON.stringify({ ...key, p8: other })
  ])
    assert.equal(appStoreKeyOf(text), undefined)
})
