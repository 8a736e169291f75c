import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { register } from '#contract/accounts.ts'
import { updateTask } from '#contract/tasks.ts'
import { temporaryFolder } from './embedded.ts'
import { freePort, startHoneyDue } from './honeydue-process.ts'
import { testApp } from './harness.ts'
import { makeHousehold } from './make-residence.ts'
import { makeTask } from './make-task.ts'

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

// ASVS 16.5.2
test('where the audit log refuses, nothing is done: 503, and all is as it was', async (t) => {
  const app = await testApp(t)
  const { owner, residence } = await makeHousehold(app)
  const task = await makeTask(owner, residence.id)
  await app.database.pool.query('revoke execute on function audit.append from honeydue_app, honeydue_system')
  app.log.expectErrors()
  const problem = await owner.problem(updateTask, { params: { taskId: task.id }, body: { title: 'Unaudited' } })
  assert.deepEqual([problem.status, problem.code], [503, 'audit_unavailable'])
  const titles = await app.db.selectFrom('tasks').select('title').execute()
  assert.deepEqual(titles, [{ title: task.title }])
})
