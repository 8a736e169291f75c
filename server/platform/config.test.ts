import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { test } from 'node:test'
import { ConfigError, parseConfig, parseSecrets } from './config.ts'

function problemsOf(run: () => unknown): readonly string[] {
  try {
    run()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

test('without a file honeyDue runs on this machine alone', () => {
  const config = parseConfig('')
  assert.equal(config.publicUrl, 'http://localhost:8080')
  const believed = { trustedProxies: [], cloudflareProxies: [], allowedHosts: [] }
  assert.deepEqual(config.server, { host: '127.0.0.1', port: 8080, drainSeconds: 0, keptMegabytes: 16, ...believed })
  assert.deepEqual([config.redis, config.rateLimits], [undefined, { multiplier: 1 }])
  assert.deepEqual(config.database, { url: undefined, ownerUrl: undefined, poolSize: 10, namedStatements: true })
  assert.deepEqual([config.dataFolder, config.secretsFolder, config.mail], ['./data', './data/secrets', undefined])
})

test('the command line goes before the file, and addresses follow it', () => {
  const config = parseConfig('dataFolder: /from-file\nserver: { port: 1 }', { dataFolder: '/from-line', port: 81 })
  assert.deepEqual([config.dataFolder, config.secretsFolder], ['/from-line', '/from-line/secrets'])
  assert.deepEqual([config.server.port, config.publicUrl], [81, 'http://localhost:81'])
})

test('every problem is reported at once, by the name of its key', () => {
  const problems = problemsOf(() =>
    parseConfig('server: { port: high, hostt: a }\nlog: { level: loud }\npublicUrl: home\n')
  )
  for (const key of ['server.hostt', 'server.port', 'log.level', 'publicUrl']) {
    assert.ok(
      problems.some((problem) => problem.startsWith(`${key}:`)),
      `${key} in ${inspect(problems)}`
    )
  }
})

test('so is what the rest of it gets wrong, and however much there is', () => {
  const unknown = Array.from({ length: 20 }, (_, index) => `unknown${index}`)
  const stood = 'signIn: { google: { clientId: a.example, standIn: "http://127.0.0.1:1" } }'
  const rest = `publicUrl: https://home.example\nserver: { trustedProxies: [0.0.0.0/0] }\ninternal: { host: a }\n${stood}\n`
  const problems = problemsOf(() => parseConfig(rest + unknown.map((key) => `${key}: 1\n`).join('')))
  const keys = problems.map((problem) => problem.slice(0, problem.indexOf(':'))).toSorted()
  assert.deepEqual(keys, [...unknown, 'internal', 'server.trustedProxies', 'signIn'].toSorted())
})

test('what follows from an address that is wrong is not made a problem too', () => {
  const problems = problemsOf(() => parseConfig('publicUrl: home\nserver: { trustedProxies: [10.0.0.0/7] }'))
  assert.ok(problems.every((problem) => problem.startsWith('publicUrl:')))
})

test('what is no YAML is a problem, not a crash', () => {
  assert.match(problemsOf(() => parseConfig('a: [1')).join(), /not valid YAML/)
  assert.match(problemsOf(() => parseConfig('just words')).join(), /config/)
})

// ASVS 13.3.1
test('a database URL with a password in it is refused: the password has a file of its own', () => {
  assert.match(problemsOf(() => parseConfig('database: { url: "postgres://me:secret@db/x" }')).join(), /^database.url/)
  assert.deepEqual(
    problemsOf(() => parseConfig('database: { url: "postgres://me@db/x" }')),
    []
  )
})

// ASVS 13.2.3
test('nobody is a proxy for everybody, except on the machine of a developer', () => {
  const file = (publicUrl: string) =>
    `publicUrl: ${publicUrl}\nserver: { trustedProxies: [10.0.0.0/8, 0.0.0.0/0], cloudflareProxies: ["::/0", all] }`
  assert.deepEqual(
    problemsOf(() => parseConfig(file('https://home.example'))).map((problem) =>
      problem.split(' ').slice(0, 4).join(' ')
    ),
    [
      'server.trustedProxies: 0.0.0.0/0 is nearly',
      'server.cloudflareProxies: ::/0 is nearly',
      'server.cloudflareProxies: all is neither'
    ]
  )
  assert.equal(problemsOf(() => parseConfig(file('http://localhost:8080'))).length, 1)
})

test('the address of Redis holds no password, which comes from a file', () => {
  for (const url of ['redis://:geheim@cache/0', 'redis://me:geheim@cache', 'http://cache', 'unix:']) {
    assert.match(problemsOf(() => parseConfig(`redis: { url: "${url}" }`)).join(), /^redis.url/, url)
  }
  for (const url of ['redis://cache', 'rediss://me@cache:6380/2', 'redis://[::1]:6379', 'unix:/run/redis/redis.sock']) {
    assert.deepEqual(parseConfig(`redis: { url: "${url}" }`).redis, { url, replicas: 1 })
  }
  const secrets = parseSecrets(parseConfig(''), (name) => ({ REDIS_PASSWORD: 'geheim\n', SECRET_KEY: key })[name])
  assert.equal(secrets.redisPassword.active?.reveal(), 'geheim')
})

test('the example holds every key and is valid', () => {
  const example = readFileSync(new URL('../../config.example.yaml', import.meta.url), 'utf8')
  const config = parseConfig(example)
  const keys = [
    'publicUrl',
    'securityContact',
    'securityTxtFile',
    'server',
    'internal',
    'telemetry',
    'dataFolder',
    'secretsFolder',
    'secretsPollSeconds',
    'database',
    'mail',
    'signIn',
    'push',
    'subscriptions',
    'passwords',
    'files',
    'redis',
    'rateLimits',
    'worker',
    'log'
  ]
  assert.deepEqual(Object.keys(config).toSorted(), keys.toSorted())
  for (const key of [
    'host',
    'port',
    'drainSeconds',
    'trustedProxies',
    'cloudflareProxies',
    'allowedHosts',
    'replicas',
    'multiplier',
    'url',
    'poolSize',
    'namedStatements',
    'security',
    'user',
    'from',
    'google',
    'apple',
    'clientId',
    'appClientIds',
    'teamId',
    'keyId',
    'openIdConnect',
    'issuer',
    'scopes',
    'privateNetwork',
    'otherHosts',
    'apns',
    'topic',
    'fcm',
    'limits',
    'folder',
    'homeMegabytes',
    'personMegabytes',
    's3',
    'endpoint',
    'region',
    'bucket',
    'concurrency',
    'level'
  ]) {
    assert.match(example, new RegExp(`^ *${key}:`, 'm'))
  }
})

const key = 'k'.repeat(32)

// ASVS 13.3.1
test('secrets come from files; one line break at the end is not part of them', () => {
  const secrets = parseSecrets(parseConfig(''), (name) => (name === 'SECRET_KEY' ? `${key}\n` : undefined))
  assert.equal(secrets.secretKey.active?.reveal(), key)
  assert.equal(secrets.databasePassword.active, undefined)
})

test('a secret is not seen however it is printed', () => {
  const secrets = parseSecrets(parseConfig(''), (name) =>
    /AUDIT_KEY|FCM_SERVER_KEY|json$/.test(name) ? undefined : key
  )
  const all = { secrets, active: secrets.secretKey.active }
  const printed = [inspect(all, { depth: 9, showHidden: true, getters: true }), JSON.stringify(all), String(all.active)]
  for (const text of printed) {
    assert.doesNotMatch(text, /kkk/)
    assert.match(text, /\[secret\]/)
  }
})

test('files lie in the data folder, or in a bucket over TLS whose secret key has a file of its own', () => {
  const at = (endpoint: string) => `files: { s3: { endpoint: "${endpoint}", region: eu, bucket: home, keyId: "003" } }`
  assert.deepEqual(parseConfig('dataFolder: /data\nfiles: { homeMegabytes: 30 }').files, {
    folder: '/data/files',
    limits: { homeBytes: 30_000_000, personBytes: 5_000_000_000 },
    s3: undefined
  })
  const config = parseConfig(at('https://s3.example.org'))
  assert.equal(config.files.s3?.privateNetwork, false)
  assert.match(
    problemsOf(() => parseSecrets(config, (name) => (name === 'SECRET_KEY' ? key : undefined))).join(),
    /S3_SECRET_KEY: missing/
  )
  for (const endpoint of [
    'http://s3.example.org',
    'http://localhost.example.org',
    'https://me@s3.example.org',
    'https://s3.example.org/x'
  ])
    assert.match(problemsOf(() => parseConfig(at(endpoint))).join(), /files\.s3\.endpoint/, endpoint)
  assert.deepEqual(
    problemsOf(() => parseConfig(at('http://127.0.0.1:9000'))),
    []
  )
})

// ASVS 13.2.3
test('a short key and a missing mail password are refused, both at once', () => {
  const config = parseConfig('mail: { host: a, port: 25, security: none, user: me, from: { name: x, address: a@b } }')
  const problems = problemsOf(() =>
    parseSecrets(config, (name) => (name === 'SECRET_KEY' ? 'k'.repeat(31) : undefined))
  )
  assert.equal(problems.length, 2)
  assert.match(problems.join(), /SECRET_KEY.*EMAIL_HOST_PASSWORD/s)
})
