import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { delimiter, dirname, join } from 'node:path'
import { env } from 'node:process'
import { json } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { afterwards, type Scope } from '../afterwards.ts'
import { localServer } from '../local-server.ts'
import { freePort } from '../honeydue-process.ts'

/** Google's own emulator of Pub/Sub: one that runs (`PUBSUB_EMULATOR_HOST`), else that of the `gcloud` on the path. */
const running = env['PUBSUB_EMULATOR_HOST']
const binary = running === undefined ? installed() : undefined

/** Why a test of it cannot be made; false where it can. */
export const noEmulator =
  running === undefined && binary === undefined
    ? 'SKIPPED: NO EMULATOR. Neither PUBSUB_EMULATOR_HOST nor that of gcloud is there: pushes are those of our double alone'
    : false

function installed(): string | undefined {
  const found = (env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'gcloud'))
    .find(existsSync)
  if (found === undefined) return undefined
  const emulator = join(dirname(realpathSync(found)), '../platform/pubsub-emulator/bin/cloud-pubsub-emulator')
  return existsSync(emulator) ? emulator : undefined
}

/** What is pushed, and what is answered to it. */
export type Receive = (body: object) => Promise<number>

/** A topic and a push subscription of that name; the emulator signs nothing, so whoever receives adds the signature. */
export async function pushingEmulator(
  scope: Scope,
  { subscription, receive }: { subscription: string; receive: Receive }
): Promise<{ publish(data: string): Promise<string> }> {
  const host = running ?? (await started(scope))
  const listener = createServer((request, response) => {
    void json(request)
      .then((body) => receive(body as object)) // whatever it is
      .then((status) => response.writeHead(status).end())
  })
  const { port } = await localServer(scope, listener)

  const topic = subscription.replace('/subscriptions/', '/topics/')
  await call(host, 'PUT', topic, {})
  await call(host, 'PUT', subscription, {
    topic,
    pushConfig: { pushEndpoint: `http://127.0.0.1:${port}/` },
    ackDeadlineSeconds: 10
  })
  return {
    async publish(data) {
      const messages = [{ data: Buffer.from(data).toString('base64') }]
      const { messageIds } = (await call(host, 'POST', `${topic}:publish`, { messages })) as { messageIds: string[] } // of the API
      return messageIds[0] ?? ''
    }
  }
}

async function started(scope: Scope): Promise<string> {
  const port = await freePort()
  const emulator = spawn(binary ?? '', [`--host=127.0.0.1`, `--port=${port}`], { stdio: 'ignore', detached: true })
  afterwards(scope, async () => {
    if (emulator.exitCode !== null || emulator.pid === undefined) return
    const gone = once(emulator, 'exit')
    process.kill(-emulator.pid, 'SIGKILL') // a script with a JVM below it
    await gone
  })
  const host = `127.0.0.1:${port}`
  for (let tries = 0; tries < 300; tries += 1) {
    const answered = await fetch(`http://${host}/`).then(
      ({ ok }) => ok,
      () => false
    )
    if (answered) return host
    await pause(100)
  }
  throw new Error('the emulator of Pub/Sub does not start')
}

async function call(host: string, method: string, path: string, body: object): Promise<unknown> {
  const answered = await fetch(`http://${host}/v1/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body)
  })
  if (!answered.ok) throw new Error(`${method} ${path}: ${answered.status} ${await answered.text()}`)
  return answered.json()
}
