import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'
import type { Telemetry } from '#server/platform/telemetry.ts'
import { testIngest, type TestIngest } from '#test/ingest.ts'
import { captureLog } from '#test/log.ts'
import { ingestAt } from './ingest.ts'
import { openTelemetry } from './open-telemetry.ts'

async function sending(t: TestContext) {
  const ingest = await testIngest(t, 'the-first-token')
  const token = new WatchedSecret({ name: 'OBS_INGEST_TOKEN', value: 'the-first-token' })
  const log = captureLog()
  const options = { url: ingest.url, privateNetwork: false, token }
  const open = () =>
    openTelemetry({ ...options, everySeconds: 3600, traceShare: 1, version: '1', instance: 'api-0', log })
  return { ingest, token, log, open, options }
}

function work(telemetry: Telemetry): void {
  telemetry.begin({ kind: 'request', method: 'GET', requestId: 'r-1' })({ route: '/api/tasks/:taskId', status: 200 })
  telemetry.begin({ kind: 'request', method: 'PUT', requestId: 'r-2' })({ route: undefined, status: 503 })
  telemetry.begin({ kind: 'job', name: 'mails.send' })({ outcome: 'failed' })
  telemetry.observe({ name: 'honeydue.queue.waiting', unit: '{job}' }, async () => 7)
  telemetry.observe({ name: 'honeydue.queue.age', unit: 's' }, () => undefined)
}

const taken = ({ taken: all }: TestIngest, signal: string) =>
  JSON.stringify(all.filter((one) => one.signal === signal).map(({ request }) => request))

test('durations, numbers and traces arrive in the form of the protocol, with routes and names of jobs and nothing else', async (t) => {
  const { ingest, open, log } = await sending(t)
  const telemetry = open()
  work(telemetry)
  await telemetry.close()
  assert.deepEqual(new Set(ingest.log), new Set(['metrics 200', 'traces 200']))
  const metrics = taken(ingest, 'metrics')
  for (const part of [
    '"http.server.request.duration"',
    '{"key":"http.route","value":{"stringValue":"/api/tasks/:taskId"}}',
    '{"key":"http.response.status_code","value":{"intValue":"503"}}',
    '"honeydue.job.duration"',
    '{"key":"honeydue.job.outcome","value":{"stringValue":"failed"}}',
    '"asDouble":7',
    '{"key":"service.instance.id","value":{"stringValue":"api-0"}}'
  ])
    assert.ok(metrics.includes(part), part)
  const traces = taken(ingest, 'traces')
  for (const part of ['"GET /api/tasks/:taskId"', '"PUT unknown"', '"mails.send"', '"r-1"', '"code":2'])
    assert.ok(traces.includes(part), part)
  assert.deepEqual(log.lines, [])
})

// ASVS 13.3.4
test('the token changes while it is sent: one that the ingest refuses is not taken; a refused one gives way to the former', async (t) => {
  const { ingest, token, options } = await sending(t)
  const send = ingestAt(options)
  const empty = { resourceMetrics: [] }
  await token.offer('the-second-token')
  assert.deepEqual([token.active?.reveal(), token.lastError?.code], ['the-first-token', 'HTTP_401'])
  ingest.tokens.add('the-second-token')
  await token.offer('the-second-token')
  ingest.tokens.delete('the-first-token')
  await send('metrics', empty)
  assert.deepEqual([ingest.taken.at(-1)?.token, token.lastUsedOk !== undefined], ['the-second-token', true])

  ingest.tokens.clear()
  ingest.tokens.add('the-first-token')
  await send('metrics', empty)
  assert.equal(ingest.taken.at(-1)?.token, 'the-first-token')
  ingest.tokens.clear()
  await assert.rejects(send('metrics', empty), { code: 'HTTP_401' })
})

test('while the ingest is down nobody waits, memory is bounded, it is told once; afterwards no number is missing', async (t) => {
  const { ingest, open, log } = await sending(t)
  ingest.down = true
  const telemetry = open()
  for (let index = 0; index < 20_000; index++)
    telemetry.begin({ kind: 'request', method: 'GET', requestId: `r-${index}` })({
      route: `/api/${index % 3000}`,
      status: 200
    })
  while (!log.lines.some(({ message }) => message?.startsWith('telemetry is not taken')))
    await new Promise(setImmediate)
  ingest.down = false
  await telemetry.close()
  const metrics = ingest.taken.find(({ signal }) => signal === 'metrics')
  const counts = [...JSON.stringify(metrics).matchAll(/"count":"(\d+)"/g)].map(([, count]) => Number(count))
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    20_000
  )
  assert.ok(counts.length <= 1000, `${counts.length} combinations are kept`)
  const spans = taken(ingest, 'traces').match(/"traceId"/g)?.length ?? 0
  assert.ok(spans <= 2048, `${spans} spans were kept`)
  assert.deepEqual(log.unexpectedErrors(), [])
  assert.equal(log.lines.filter(({ level }) => level === 'warn').length, 1)
})
