import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { catalogue } from './catalogue.ts'
import { runbook } from './runbook.ts'

const file = new URL('../../docs/runbooks/secret-rotation.md', import.meta.url)

test('docs/runbooks/secret-rotation.md is what the catalogue says ("npm run documents" renews it)', () => {
  if (process.argv.includes('--write')) writeFileSync(file, runbook())
  assert.equal(readFileSync(file, 'utf8'), runbook())
})

test('the ten secrets of the runbook are there, and those that it forgot', () => {
  const ten = [
    'POSTGRES_PASSWORD',
    'SECRET_KEY',
    'EMAIL_HOST_PASSWORD',
    'FCM_SERVER_KEY',
    'REDIS_PASSWORD',
    'OBS_INGEST_TOKEN',
    'apns_auth_key.p8',
    'cloudflare-origin-cert',
    'ghcr-credentials',
    'admin-basic-auth'
  ]
  const names = catalogue.map(({ name }) => name)
  assert.deepEqual(names.slice(0, 10), ten)
  assert.equal(new Set(names).size, names.length)
  for (const forgotten of ['B2_APPLICATION_KEY', 'APP_STORE_KEY', 'VAPID_KEY', 'NEON_API_KEY']) {
    assert.ok(names.includes(forgotten), forgotten)
  }
})

test('no two secrets share a key of the cluster, and every one is old some day', () => {
  const keys = catalogue.flatMap(({ object }) => object.keys.map((key) => `${object.secret} ${key}`))
  assert.equal(new Set(keys).size, keys.length)
  for (const { name, maxAgeDays } of catalogue) assert.ok(maxAgeDays > 0 && maxAgeDays <= 730, name)
})

test('whoever has to do something by hand is told what, and nobody else', () => {
  for (const { name, mint, asked } of catalogue) if (mint.by !== 'this tool') assert.ok(asked.length > 0, name)
  for (const { name, asked, revoke } of catalogue) {
    if (revoke.how.startsWith('you ')) assert.match(asked.at(-1) ?? '', /delete|revoke/i, name)
  }
})
