import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { register } from '#contract/accounts.ts'
import { temporaryFolder } from './embedded.ts'
import { freePort, startHoneyDue } from './honeydue-process.ts'

const verify = async (folder: string) => startHoneyDue(['audit', 'verify', '--data', folder], await freePort()).exit

test('audit verify runs beside honeyDue and after it, counts what holds, and says what does not', async (t) => {
  const folder = await temporaryFolder(t)
  const running = startHoneyDue(['all', '--data', folder], await freePort())
  t.after(() => running.stop('SIGKILL'))
  await running.ready
  assert.match(await readFile(join(folder, 'secrets/AUDIT_KEY'), 'utf8'), /^-----BEGIN PRIVATE KEY-----/)
  const body = {
    email: 'a@example.org',
    password: 'sieben rote Tulpen',
    displayName: 'A',
    timeZone: 'UTC',
    language: 'en'
  }
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(running.url + register.path, { method: 'POST', headers, body: JSON.stringify(body) })
  assert.equal(reply.status, 202)
  const beside = await verify(folder)
  assert.equal(beside.code, 0, beside.output)
  assert.match(beside.output, /^\d+ events in \d+ chains, \d+ anchors: 0 problems$/m)
  await running.stop()

  await writeFile(join(folder, 'audit-anchors.jsonl'), '{}\n')
  const after = await verify(folder)
  assert.equal(after.code, 1, after.output)
  assert.match(after.output, /✗ anchor 1 is no anchor/)
})
