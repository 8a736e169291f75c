import assert from 'node:assert/strict'
import { test } from 'node:test'
import { environmentProblems } from './environment.ts'
import { WatchedSecret } from './watched-secret.ts'

const secrets = [
  new WatchedSecret({ name: 'SECRET_KEY', value: 'k'.repeat(32) }),
  new WatchedSecret({ name: 'postgres.json', value: '{"user":"honeydue_a","password":"p4ssw0rd of the database"}' }),
  new WatchedSecret({ name: 'REDIS_PASSWORD' })
]
const named = (environment: Record<string, string>) =>
  environmentProblems(environment, secrets).map((problem) => /environment: (\w+) /.exec(problem)?.[1])

// ASVS 13.3.1
test('a secret in the environment is found by its name, by an address with a password, and by what it holds', () => {
  const wrong = {
    SECRET_KEY: 'anything',
    HONEYDUE_REDIS_PASSWORD: 'anything',
    redis_password: 'anything',
    PGPASSWORD: 'anything',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=anything',
    DATABASE_URL: 'postgres://me:anything@db.example.org/honeydue',
    CACHE: 'redis://:anything@cache.example.org',
    NOTES: `the key is ${'k'.repeat(32)}`,
    MORE: 'p4ssw0rd of the database'
  }
  assert.deepEqual(named(wrong), Object.keys(wrong))
  assert.doesNotMatch(JSON.stringify(environmentProblems(wrong, secrets)), /anything|p4ss|kkk/)
})

test('what only looks like one is none', () => {
  const fine = {
    SECRET_KEY: '',
    SECRET_KEY_FILE: '/etc/honeydue/secrets/SECRET_KEY',
    REDIS_PORT: 'tcp://10.43.0.7:6379',
    DATABASE_URL: 'postgres://honeydue@db.example.org/honeydue',
    HOME: '/root',
    USER: 'honeydue_a'
  }
  assert.deepEqual(named(fine), [])
})
