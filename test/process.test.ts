import assert from 'node:assert/strict'
import { once } from 'node:events'
import { appendFile, chmod, mkdtemp, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { request, type IncomingMessage } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { signIn } from '#contract/accounts.ts'
import { startEmbedded } from '#server/platform/postgres/embedded.ts'
import { testDatabase } from './database.ts'
import { testAppStore } from './doubles/app-store/app-store.ts'
import { postTo } from './doubles/app-store/deliveries.ts'
import { runFile } from './embedded.ts'
import { freePort, startHoneyDue, type HoneyDue } from './honeydue-process.ts'
import { smallDisk } from './small-disk.ts'

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'honeydue-test-'))
  await chmod(path, 0o755)
  t.after(() => rm(path, { recursive: true, force: true }))
  return path
}

async function start(t: TestContext, args: readonly string[], port?: number): Promise<HoneyDue> {
  const honeyDue = startHoneyDue(args, port ?? (await freePort()))
  t.after(() => honeyDue.stop('SIGKILL'))
  return honeyDue
}

/** A configuration file for a server that is not the embedded one. */
async function configFor(path: string, url: string, ownerUrl = url): Promise<string> {
  const config = join(path, 'config.yaml')
  await writeFile(join(path, 'SECRET_KEY'), 'k'.repeat(40))
  await writeFile(
    config,
    `database: { url: "${url}", ownerUrl: "${ownerUrl}" }\nsecretsFolder: ${path}\ndataFolder: ${path}\n`
  )
  return config
}

const get = (honeyDue: HoneyDue, path: string) => fetch(honeyDue.url + path)

test('one command on an empty folder: ready, the page, the API, the mailbox; SIGTERM ends it with 0; the data is there again', async (t) => {
  const data = await folder(t)
  const first = await start(t, ['all', '--data', data])
  await first.ready
  assert.match(await (await get(first, '/')).text(), /<div id="root">/)
  assert.match(await (await get(first, '/some/page')).text(), /<div id="root">/)
  assert.deepEqual(await (await get(first, '/healthz')).json(), { status: 'ok' })
  assert.deepEqual(await (await get(first, '/readyz')).json(), { status: 'ready' })
  assert.equal((await get(first, '/api/openapi.json')).status, 200)
  assert.match(await (await get(first, '/api/docs')).text(), /completeTask/)
  const code = await registeredCode(first, 'ada@example.org')
  assert.match(code, /^\d{8}$/)
  assert.deepEqual({ ...(await first.stop()), output: '' }, { code: 0, signal: null, output: '' })

  const second = await start(t, ['all', '--data', data])
  await second.ready
  const mails = await (await get(second, '/dev/mail.json')).text()
  assert.ok(mails.includes(code))
  await second.stop()
})

/** Registers and waits for the mail, as a person does: by looking again. */
async function registeredCode(honeyDue: HoneyDue, email: string): Promise<string> {
  const body = {
    email,
    password: 'a sentence nobody guesses',
    displayName: 'Ada',
    timeZone: 'Europe/Berlin',
    language: 'en'
  }
  const reply = await fetch(`${honeyDue.url}/api/registrations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body)
  })
  assert.equal(reply.status, 202, await reply.text())
  for (;;) {
    const code = /"code":"(\d{8})"/.exec(await (await get(honeyDue, '/dev/mail.json')).text())?.[1]
    if (code) return code
  }
}

test('a wrong command line is told in a few lines with exit code 64, --help with all of them and 0', async (t) => {
  for (const args of [['nonsense'], [], ['all', '--nonsense'], ['all', 'api']]) {
    const { code, output } = await (await start(t, args)).exit
    assert.equal(code, 64, args.join(' '))
    assert.match(
      output,
      /^(Unknown|Unexpected).*\n\nCommands: all, api, .*\nMore: npm run --silent honeydue -- --help\n$/s
    )
  }
  const help = await (await start(t, ['--help'])).exit
  assert.equal(help.code, 0)
  assert.match(help.output, /Usage: npm run --silent honeydue -- <command>/)
})

// ASVS 13.2.3
test('a configuration with problems names them all and ends with 78', async (t) => {
  const path = await folder(t)
  await writeFile(join(path, 'config.yaml'), 'server: { port: high }\nlogs: {}\n')
  const { code, output } = await (await start(t, ['all', '--config', join(path, 'config.yaml')])).exit
  assert.equal(code, 78)
  assert.match(output, /server\.port/)
  assert.match(output, /logs: there is no such key/)
})

// ASVS 13.3.1, 13.3.2
test('in production a key that others can read and a secret in the environment end a start with 78; on one’s own machine they do not', async (t) => {
  const path = await folder(t)
  const config = await configFor(path, 'postgres://nobody@127.0.0.1:1/none')
  const env = { REDIS_PASSWORD: 'a secret' }
  const developed = startHoneyDue(['api', '--config', config], await freePort(), { env })
  assert.equal((await developed.exit).code, 69, 'as far as the database')
  await appendFile(config, 'publicUrl: https://home.example.org\n')
  const { code, output } = await startHoneyDue(['api', '--config', config], await freePort(), { env }).exit
  assert.equal(code, 78, output)
  assert.match(output, /2 problem.*SECRET_KEY can be read by everybody.*environment: REDIS_PASSWORD holds a secret/s)
  assert.doesNotMatch(output, /a secret\n|kkkk/)
})

test('a key that is missing is called missing, and ends a start with 78', async (t) => {
  const path = await folder(t)
  const config = await configFor(path, 'postgres://nobody@127.0.0.1:1/none')
  await unlink(join(path, 'SECRET_KEY'))
  const { code, output } = await (await start(t, ['api', '--config', config])).exit
  assert.equal(code, 78)
  assert.match(output, /SECRET_KEY: missing/)
  assert.doesNotMatch(output, /at least 32/)
})

test('a configuration that is not there ends with 78', async (t) => {
  const { code, output } = await (await start(t, ['all', '--config', '/nowhere/config.yaml'])).exit
  assert.deepEqual([code, /\/nowhere\/config\.yaml/.test(output)], [78, true])
})

test('a port in use ends with 69 and a way out', async (t) => {
  const port = await freePort()
  const other = createServer().listen(port, '127.0.0.1')
  t.after(() => other.close())
  const { code, output } = await (await start(t, ['all', '--data', await folder(t)], port)).exit
  assert.equal(code, 69)
  assert.match(output, /another program listens there.*choose another port/is)
})

test('a disk without room ends with 74, a folder that cannot be written with 73, each with a way out', async (t) => {
  const disk = await smallDisk(t, 20)
  if (disk === undefined) return t.skip('SKIPPED: mounting a small disk needs root')
  const full = await (await start(t, ['all', '--data', disk])).exit
  assert.equal(full.code, 74, full.output)
  assert.match(full.output, /disk is full.*Free some space/s)

  await runFile('mount', ['-o', 'remount,ro', disk])
  const readOnly = await (await start(t, ['all', '--data', join(disk, 'data')])).exit
  assert.equal(readOnly.code, 73, readOnly.output)
  assert.match(readOnly.output, /cannot be made\n.*choose another one.*mounted read-only/s)
})

test('a second start on the same data ends with 75 and leaves the first alone', async (t) => {
  const data = await folder(t)
  const first = await start(t, ['all', '--data', data])
  await first.ready
  const { code, output } = await (await start(t, ['all', '--data', data])).exit
  assert.equal(code, 75, output)
  assert.equal((await get(first, '/readyz')).status, 200)
  await first.stop()
})

test('a schema from a newer build ends with 65, one that lacks migrations too unless the command migrates', async (t) => {
  const database = await testDatabase(t)
  const config = await configFor(await folder(t), database.url)
  await database.pool.query(`insert into schema_migrations (name, checksum) values ('9999_from_the_future.sql', 'x')`)
  const { code, output } = await (await start(t, ['api', '--config', config])).exit
  assert.equal(code, 65, output)
  assert.match(output, /9999_from_the_future/)
})

test('a database that cannot be reached ends a start with 69', async (t) => {
  const config = await configFor(await folder(t), 'postgres://nobody@127.0.0.1:1/none')
  const { code, output } = await (await start(t, ['api', '--config', config])).exit
  assert.equal(code, 69, output)
})

// ASVS 16.5.2
test('while the database is away: alive, not ready, 503 with a code; when it is back all works again without a restart', async (t) => {
  const data = await folder(t)
  const server = await startEmbedded({ dataFolder: data })
  const { user, database, host, port } = server.connection
  const urlAs = (login: string) => `postgres://${login}@localhost:${port}/${database}?host=${encodeURIComponent(link)}`
  // The socket lies elsewhere after each start; what is configured is a link to it.
  const link = join(data, 'socket')
  await symlink(host, link)
  const config = await configFor(data, urlAs(user), urlAs('postgres'))
  assert.equal((await (await start(t, ['migrate', '--config', config])).exit).code, 0)
  const api = await start(t, ['api', '--config', config])
  await api.ready
  const attempt = () =>
    fetch(api.url + signIn.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'a@example.org', password: 'whatever it is', transport: 'bearer' })
    })
  assert.equal((await attempt()).status, 401)

  await server.stop()
  assert.equal((await get(api, '/healthz')).status, 200)
  assert.equal((await get(api, '/readyz')).status, 503)
  const refused = await attempt()
  assert.deepEqual([refused.status, ((await refused.json()) as { code: string }).code], [503, 'database_unavailable'])
  assert.ok(refused.headers.get('retry-after'))

  const again = await startEmbedded({ dataFolder: data })
  t.after(() => again.stop())
  await unlink(link)
  await symlink(again.connection.host, link)
  assert.equal((await get(api, '/readyz')).status, 200)
  assert.equal((await attempt()).status, 401)
  assert.equal((await api.stop()).code, 0)
})

test('when the embedded database dies the process says so and ends with 1', async (t) => {
  const data = await folder(t)
  const honeyDue = await start(t, ['all', '--data', data])
  await honeyDue.ready
  const [pid] = (await readFile(join(data, 'postgres/postmaster.pid'), 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGKILL')
  assert.equal((await honeyDue.exit).code, 1)
})

test('a stop under load drops no request of those who turn away when they are told', async (t) => {
  const data = await folder(t)
  const config = join(data, 'config.yaml')
  const socket = join(data, 'internal.sock')
  const settings = `server: { drainSeconds: 1 }\ninternal: { socket: ${socket} }\nlog: { level: error }\n`
  await writeFile(config, `dataFolder: ${data}\n${settings}`)
  const honeyDue = await start(t, ['all', '--config', config])
  await honeyDue.ready
  assert.deepEqual(await attested(socket), ['SECRET_KEY', 'AUDIT_KEY'])
  let answered = 0
  const enough = Promise.withResolvers<void>()
  const client = async (): Promise<number> => {
    for (;;) {
      const reply = await get(honeyDue, '/readyz') // a request that is not answered throws
      await reply.text()
      if (++answered === 200) enough.resolve()
      if (reply.headers.get('connection') === 'close') return reply.status
    }
  }
  const clients = Array.from({ length: 16 }, client)
  await enough.promise
  const exit = await honeyDue.stop()
  assert.equal(exit.code, 0)
  const last = await Promise.all(clients)
  assert.ok(
    last.every((status) => status === 200 || status === 503),
    last.join()
  )
})

/** The names of the secrets that the process says it uses. */
async function attested(socketPath: string): Promise<string[]> {
  const asked = request({ socketPath, path: '/internal/credentials', headers: { host: 'localhost' } }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage] // what node:http gives
  return ((await json(response)) as { name: string }[]).map(({ name }) => name)
}

test('an installation that sells in the App Store takes in what it tells', async (t) => {
  const [path, { url }] = [await folder(t), await testDatabase(t)]
  const store = await testAppStore(t, { now: Temporal.Now.instant })
  await appendFile(await configFor(path, url), `subscriptions: { apple: ${JSON.stringify(store.settings)} }\n`)
  await writeFile(join(path, 'APP_STORE_KEY'), store.keyFile, { mode: 0o600 })
  const honeyDue = await start(t, ['all', '--config', join(path, 'config.yaml')])
  await honeyDue.ready
  store.buy().bought()
  const other = await testAppStore(t, { now: Temporal.Now.instant })
  other.buy().bought()
  for (const { deliveries } of [store, other]) await deliveries.send(postTo(`${honeyDue.url}/api/webhooks/app-store`))
  const results = [store, other].map(({ deliveries }) => deliveries.all[0]?.attempts[0]?.sendAttemptResult)
  assert.deepEqual(results, ['SUCCESS', 'UNSUCCESSFUL_HTTP_RESPONSE_CODE'])
  assert.equal((await honeyDue.stop()).code, 0)
})
