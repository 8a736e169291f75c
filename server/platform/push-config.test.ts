import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apnsKey, fileOfApnsKey } from '#test/doubles/apns.ts'
import { fileOfServiceAccount, serviceAccount } from '#test/doubles/service-account.ts'
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

const config = parseConfig('push: { apns: { topic: org.example.honeydue }, fcm: {} }')
const key = apnsKey()
const account = serviceAccount()
const right = {
  SECRET_KEY: 'k'.repeat(32),
  APNS_KEY: fileOfApnsKey(key),
  FCM_SERVICE_ACCOUNT: `${fileOfServiceAccount(account)}\n`
}
const secretsWith = (files: Record<string, string | undefined>) =>
  parseSecrets(config, (name) => ({ ...right, ...files })[name as keyof typeof right])

test('without a word of it no service is spoken to', () => {
  assert.deepEqual(parseConfig('').push, { apns: undefined, fcm: undefined })
})

test('the keys come from one file each, and with the former one of Apple there are two', () => {
  const former = apnsKey('KEYID67890')
  const { push } = secretsWith({ APNS_KEY_PREVIOUS: fileOfApnsKey(former) })
  assert.deepEqual(
    push.apnsKeys.map(({ kid, p8 }) => [kid, p8.reveal()]),
    [key, former].map(({ kid, p8 }) => [kid, p8.reveal()])
  )
  assert.deepEqual([push.fcmAccount?.email, push.fcmAccount?.keyId], [account.email, account.keyId])
})

test('that a service has taken a key stands at its file and no other', () => {
  const { push } = secretsWith({ APNS_KEY_PREVIOUS: fileOfApnsKey(apnsKey('KEYID67890')) })
  const used = () => push.files.filter(({ lastUsedOk }) => lastUsedOk !== undefined).map(({ name }) => name)
  const [, former = assert.fail()] = push.apnsKeys
  push.used(former)
  assert.deepEqual(used(), ['APNS_KEY_PREVIOUS'])
  push.used(push.fcmAccount ?? assert.fail())
  assert.deepEqual(used(), ['APNS_KEY_PREVIOUS', 'FCM_SERVICE_ACCOUNT'])
})

// ASVS 13.3.1
test('a key that is missing or is none is named by its file, and never shown', () => {
  const wrong: [Record<string, string | undefined>, RegExp][] = [
    [{ APNS_KEY: undefined }, /^.*\/APNS_KEY: must be/],
    [{ APNS_KEY: key.p8.reveal() }, /^.*\/APNS_KEY: must be/],
    [{ APNS_KEY: fileOfApnsKey({ ...key, kid: 'short' }) }, /^.*\/APNS_KEY: must be/],
    [{ APNS_KEY: fileOfApnsKey({ ...key, p8: account.privateKey }) }, /^.*\/APNS_KEY: must be/],
    [{ APNS_KEY_PREVIOUS: 'half a key' }, /^.*\/APNS_KEY_PREVIOUS: must be/],
    [{ FCM_SERVICE_ACCOUNT: undefined }, /^.*\/FCM_SERVICE_ACCOUNT: must hold/],
    [
      { FCM_SERVICE_ACCOUNT: fileOfServiceAccount({ ...account, privateKey: key.p8 }) },
      /^.*\/FCM_SERVICE_ACCOUNT: must hold/
    ],
    [{ FCM_SERVER_KEY: 'AAAA' }, /^.*\/FCM_SERVER_KEY: works nowhere .* FCM_SERVICE_ACCOUNT$/]
  ]
  for (const [files, problem] of wrong) {
    const found = problemsOf(() => secretsWith(files))
    assert.match(found, problem)
    assert.doesNotMatch(found, /PRIVATE KEY/)
  }
})

test('a test server in place of Apple or Google is for an installation on this machine', () => {
  const file = 'push: { fcm: { standIn: "http://127.0.0.1:9099" } }\n'
  assert.equal(
    problemsOf(() => parseConfig(file)),
    ''
  )
  assert.match(
    problemsOf(() => parseConfig(`publicUrl: https://home.example\n${file}`)),
    /standIn is for tests/
  )
  assert.match(
    problemsOf(() => parseConfig('push: { fcm: { standIn: "https://fcm.example" } }')),
    /standIn/
  )
})
