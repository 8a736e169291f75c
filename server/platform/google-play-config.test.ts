import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileOfServiceAccount, serviceAccount } from '#test/doubles/service-account.ts'
import { ConfigError, parseConfig, parseSecrets } from './config.ts'

const google = {
  packageName: 'org.example.honeydue',
  products: { pro_monthly: 'pro' },
  pushAudience: 'https://home.example/api/webhooks/google-play',
  pushAccount: 'play-push@example-project.iam.gserviceaccount.com',
  subscription: 'projects/example-project/subscriptions/play-push'
}
const file = (more: object = {}, publicUrl = 'http://localhost:8080') =>
  JSON.stringify({ publicUrl, subscriptions: { google: { ...google, ...more } } })

function problemsOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.join('\n')
    throw error
  }
  return ''
}

test('who may push is one account of Google’s, named whole', () => {
  assert.equal(parseConfig(file()).subscriptions.google?.pushAccount, google.pushAccount)
  for (const pushAccount of [
    'anna@gmail.example',
    '*@example-project.iam.gserviceaccount.com',
    'iam.gserviceaccount.com',
    undefined
  ])
    assert.match(
      problemsOf(() => parseConfig(file({ pushAccount }))),
      /subscriptions.google/
    )
  assert.match(
    problemsOf(() => parseConfig(file({ subscription: 'play-push' }))),
    /subscription/
  )
  assert.match(
    problemsOf(() => parseConfig(file({ pushAudience: '' }))),
    /pushAudience/
  )
})

test('what stands in for Google is for who develops on this machine', () => {
  const standIn = 'http://127.0.0.1:9099'
  assert.equal(
    problemsOf(() => parseConfig(file({ standIn }))),
    ''
  )
  assert.match(
    problemsOf(() => parseConfig(file({ standIn }, 'https://home.example'))),
    /standIn is for tests/
  )
})

// ASVS 13.3.1
test('the key of the service account comes from its file, and is never shown', () => {
  const config = parseConfig(file())
  const secretsWith = (text: string | undefined) =>
    parseSecrets(config, (name) => ({ SECRET_KEY: 'k'.repeat(32), PLAY_SERVICE_ACCOUNT: text })[name])
  const account = serviceAccount()
  const { googlePlay } = secretsWith(fileOfServiceAccount(account))
  assert.deepEqual([googlePlay.account?.email, googlePlay.files.length], [account.email, 1])
  for (const text of [undefined, '{}', account.privateKey.reveal()]) {
    const problem = problemsOf(() => secretsWith(text))
    assert.match(problem, /PLAY_SERVICE_ACCOUNT: must hold/)
    assert.doesNotMatch(problem, /PRIVATE KEY/)
  }
  assert.deepEqual(
    parseSecrets(parseConfig(''), (name) => (name === 'SECRET_KEY' ? 'k'.repeat(32) : undefined)).googlePlay.files,
    []
  )
})
