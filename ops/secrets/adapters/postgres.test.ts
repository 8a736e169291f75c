import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test, type TestContext } from 'node:test'
import pg from 'pg'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { Secret } from '#server/platform/secret.ts'
import { neonPlace, testNeon } from '#test/doubles/neon.ts'
import { query, startForTest, usedFolder } from '#test/embedded.ts'
import { race } from '#test/race.ts'
import { publish, published, testPods } from '../../testing-pods.ts'
import { testOperator } from '../../testing-operator.ts'
import { connected, inTurn, StaleEpoch } from './postgres-queries.ts'
import { scramVerifier } from './scram.ts'

/** A server that asks for passwords of everybody but its superuser. */
type Server = { readonly host: string; readonly port: number; readonly superuser: pg.ClientConfig }
let server: Server
const closing = new AsyncDisposableStack()
after(() => closing.disposeAsync())
before(async () => {
  const scope = { after: (run: () => Promise<void>) => closing.defer(run) }
  const dataFolder = await usedFolder(scope)
  const { admin } = await startForTest(scope, { dataFolder })
  const rules = `local all ${admin.user} trust\nlocal all all scram-sha-256\n`
  await writeFile(join(dataFolder, 'postgres', 'pg_hba.conf'), rules)
  await query(admin, 'select pg_reload_conf()')
  const [seen] = await query(admin, `select count(*) from pg_hba_file_rules where auth_method = 'scram-sha-256'`)
  assert.equal(seen?.['count'], '1')
  server = { host: admin.host, port: admin.port, superuser: { ...admin } }
})

const asSuperuser = (sql: string) => query(server.superuser as Parameters<typeof query>[0], sql)
const rotate = ['secrets', 'rotate', 'POSTGRES_PASSWORD', '--environment', 'production', '--take-over']

/** An installation that logs in as `<prefix>_old`, and the roles that take turns from now on. */
async function inUse(t: TestContext, more: { postgres?: object; neon?: (prefix: string) => Promise<object> } = {}) {
  const prefix = `hd_${randomBytes(4).toString('hex')}`
  const [group, old, rotator] = [`${prefix}_app`, `${prefix}_old`, `${prefix}_rotator`]
  const [password, own] = [randomBytes(24).toString('base64url'), randomBytes(24).toString('base64url')]
  for (const sql of [
    `create role ${group} nologin`,
    `create role ${rotator} login createrole password '${own}'`,
    `create role ${old} login password '${password}'`,
    `grant ${group} to ${old} with inherit false, set true`,
    `grant ${group}, ${old} to ${rotator} with admin option`,
    `grant pg_signal_backend to ${rotator}`
  ])
    await asSuperuser(sql)
  const anna = await testOperator(t, {
    settings: {
      postgres: {
        host: server.host,
        port: server.port,
        database: 'postgres',
        rotator: { user: rotator, passwordFile: 'rotator.txt' },
        roles: [`${prefix}_a`, `${prefix}_b`],
        ...more.postgres
      },
      ...(more.neon && { neon: await more.neon(prefix) })
    }
  })
  await writeFile(join(anna.folder, 'rotator.txt'), `${own}\n`, { mode: 0o600 })
  publish(anna.fake, { 'postgres.json': JSON.stringify({ user: old, password }) })
  const pods = testPods(anna.fake, 'postgres.json', (text) => [text])
  const honeydue = (...args: string[]) => anna.honeydue(...rotate, '--config', anna.config, ...args)
  return { anna, pods, prefix, group, honeydue, login: () => loginIn(published(anna.fake, 'postgres.json')) }
}

type Login = { user: string; password: string }
const loginIn = (text: string) => JSON.parse(text) as Login // the adapter has written it

/** invalid_password: a role without one fits none. */
const shut = '28P01'

/** How a login ends: who one is then, or the code of the refusal. */
async function logIn({ user, password }: Login): Promise<string> {
  const client = new pg.Client({ host: server.host, port: server.port, database: 'postgres', user, password })
  client.on('error', () => {})
  try {
    await client.connect()
    return String((await client.query<{ who: string }>('select session_user as who')).rows[0]?.who)
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  } finally {
    await client.end()
  }
}

// ASVS 13.3.4
test('the password is replaced by a second role: no login fails in between, and the old one is refused at last', async (t) => {
  const { anna, pods, prefix, group, honeydue, login } = await inUse(t)
  const first = login()
  const load = new AbortController()
  const outcomes: string[] = []
  const logins = (async () => {
    while (!load.signal.aborted) outcomes.push(await logIn(loginIn(pods.held())))
  })()

  const waiting = await honeydue()
  const next = login()
  assert.deepEqual([waiting.exitCode, next.user], [10, `${prefix}_a`], waiting.out + waiting.err)
  assert.deepEqual([await logIn(first), await logIn(next)], [first.user, next.user], 'both work')
  anna.now = anna.now.add({ minutes: 10 })
  const finished = await honeydue('--resume')

  load.abort()
  await logins
  assert.equal(finished.exitCode, 0, finished.out + finished.err)
  assert.equal(await logIn(first), shut)
  assert.equal(await logIn(next), next.user)
  assert.deepEqual(
    outcomes.filter((who) => who !== first.user && who !== next.user),
    []
  )
  assert.ok(outcomes.includes(first.user) && outcomes.includes(next.user))
  const inherited = await asSuperuser(`select inherit_option, set_option from pg_auth_members
    where member = '${next.user}'::regrole and roleid = '${group}'::regrole`)
  assert.deepEqual(inherited, [{ inherit_option: false, set_option: true }])

  await honeydue('--overlap', '0')
  assert.equal(login().user, `${prefix}_b`, 'the roles take turns')
  assert.equal(await logIn(next), shut)
  const log = await anna.honeydue('secrets', 'log', '--verify')
  assert.equal(log.exitCode, 0, log.out)
  const traces = await anna.traces()
  for (const { password } of [first, next, login()]) assert.equal(traces.includes(password), false)
})

test('a password that is another is refused: the server asks for one', async (t) => {
  const { login } = await inUse(t)
  assert.equal(await logIn({ ...login(), password: 'another' }), '28P01')
})

test('a session of the old role, whoever has it, keeps the old role from being shut', async (t) => {
  const { honeydue, login } = await inUse(t)
  const { user, password } = login()
  const cron = new pg.Client({ host: server.host, port: server.port, database: 'postgres', user, password })
  await cron.connect()
  const waiting = await honeydue('--overlap', '0')
  assert.deepEqual([waiting.exitCode, /Somebody still uses the old value/.test(waiting.out)], [10, true], waiting.out)
  assert.equal(await logIn({ user, password }), user)
  await cron.end()
  await untilGone(user)
  assert.equal((await honeydue('--resume', '--overlap', '0')).exitCode, 0)
  assert.equal(await logIn({ user, password }), shut)
})

/** The server has seen that the session is over. */
async function untilGone(user: string): Promise<void> {
  while ((await asSuperuser(`select from pg_stat_activity where usename = '${user}'`)).length > 0);
}

test('in the wrong hands the old role is shut at once, and its sessions end', async (t) => {
  const { honeydue, login } = await inUse(t)
  const { user, password } = login()
  const thief = new pg.Client({ host: server.host, port: server.port, database: 'postgres', user, password })
  const ended = new Promise((resolve) => thief.on('error', resolve))
  await thief.connect()
  const { exitCode, out, err } = await honeydue('--compromised')
  assert.equal(exitCode, 0, out + err)
  await ended
  assert.equal(await logIn({ user, password }), shut)
})

test('a rotation is taken back: the new role is shut, the old one was never without', async (t) => {
  const { honeydue, login } = await inUse(t)
  const first = login()
  await honeydue()
  const next = login()
  assert.equal((await honeydue('--abort')).exitCode, 5)
  assert.deepEqual(login(), first)
  assert.deepEqual([await logIn(first), await logIn(next)], [first.user, shut])
})

test('an operator who comes late is refused by PostgreSQL itself', async (t) => {
  const { anna, prefix } = await inUse(t)
  const rotator = {
    user: `${prefix}_rotator`,
    password: new Secret((await readFile(join(anna.folder, 'rotator.txt'), 'utf8')).trim())
  }
  const at = { host: server.host, port: server.port, database: 'postgres' }
  const turn = (epoch: number) =>
    connected(at, rotator, (client) =>
      inTurn(client, { roles: [`${prefix}_old`], epoch }, async () => {
        await client.query({ text: commentOf(`${prefix}_old`, epoch) })
      })
    )
  await turn(7)
  await assert.rejects(turn(6), StaleEpoch)
  await turn(7)
  const turns = await race(6, (index) => turn(8 + index))
  const [seen] = await asSuperuser(`select shobj_description('${prefix}_old'::regrole, 'pg_authid') as epoch`)
  assert.equal(seen?.['epoch'], 'honeydue epoch 13')
  for (const each of turns) if (each.status === 'rejected') assert.ok(each.reason instanceof StaleEpoch)
})

const commentOf = (role: string, epoch: number) => `comment on role ${role} is 'honeydue epoch ${epoch}'`

test('what the rotator may not do is told with the statement that lets it', async (t) => {
  const { prefix, honeydue } = await inUse(t)
  await asSuperuser(`revoke ${prefix}_app from ${prefix}_rotator`)
  const { exitCode, out } = await honeydue()
  assert.equal(exitCode, 1)
  assert.match(out, new RegExp(`as an administrator: grant ${prefix}_app to ${prefix}_rotator with admin option;`))
})

test('the verifier is what PostgreSQL makes of the same password and salt', async (t) => {
  const { prefix } = await inUse(t)
  const password = randomBytes(32).toString('base64url')
  await asSuperuser(`alter role ${prefix}_old password '${password}'`)
  const [row] = await asSuperuser(`select rolpassword as kept from pg_authid where rolname = '${prefix}_old'`)
  const kept = String(row?.['kept'])
  const salt = Buffer.from(/:([^$]+)\$/.exec(kept)?.[1] ?? '', 'base64')
  assert.equal(scramVerifier(new Secret(password), salt), kept)
})

test('where something before PostgreSQL wants the password itself it gets it, and the plan says what that means', async (t) => {
  const { honeydue, login, prefix } = await inUse(t, { postgres: { hash: 'plain' } })
  const first = login()
  const { exitCode, out } = await honeydue('--overlap', '0')
  assert.equal(exitCode, 0, out)
  assert.match(
    out,
    /! The new password stands in a statement, which the provider may log \(postgres\.hash: plain\)\.\n/
  )
  assert.deepEqual([await logIn(first), await logIn(login())], [shut, `${prefix}_a`])
})

/** At Neon, where the roles are there already and no role may change them by SQL. */
async function atNeon(t: TestContext) {
  const neon = await testNeon(t, {
    hasRole: async (name) => (await asSuperuser(`select from pg_roles where rolname = '${name}'`)).length > 0,
    setPassword: async (role, password) => void (await asSuperuser(`alter role ${role} password '${password}'`))
  })
  const settings = { ...neonPlace, url: neon.url, apiKeyFile: 'neon.txt', certificateAuthorityFile: 'neon-ca.pem' }
  const stage = await inUse(t, {
    async neon(prefix) {
      for (const role of ['a', 'b']) await asSuperuser(`create role ${prefix}_${role} login password 'nobody’s'`)
      return settings
    }
  })
  await asSuperuser(`alter role ${stage.prefix}_rotator nocreaterole`)
  const furnish = async ({ folder }: { folder: string }) => {
    await writeFile(join(folder, 'neon.txt'), neon.apiKey, { mode: 0o600 })
    await writeFile(join(folder, 'neon-ca.pem'), testingCertificate.cert)
    await copyFile(join(stage.anna.folder, 'rotator.txt'), join(folder, 'rotator.txt')).catch(() => {})
  }
  await furnish(stage.anna)
  return { ...stage, neon, furnish }
}

test('at Neon the role that is not in use gets a password by API, and the old one one that nobody keeps', async (t) => {
  const { anna, neon, prefix, honeydue, login } = await atNeon(t)
  neon.slowness = 1
  const first = login()
  const waiting = await honeydue()
  const next = login()
  assert.deepEqual([waiting.exitCode, next.user], [10, `${prefix}_a`], waiting.out + waiting.err)
  assert.match(waiting.out, /! Neon makes the password and tells it once/)
  assert.deepEqual([await logIn(first), await logIn(next)], [first.user, next.user], 'both work')
  anna.now = anna.now.add({ minutes: 10 })
  const finished = await honeydue('--resume')
  assert.equal(finished.exitCode, 0, finished.out + finished.err)
  assert.deepEqual([await logIn(first), await logIn(next)], [shut, next.user])
  assert.deepEqual(neon.resets, [next.user, first.user])
  await honeydue()
  const back = await honeydue('--abort')
  assert.deepEqual([back.exitCode, login().user, await logIn(login())], [5, next.user, next.user], back.out)
})

test('what keeps Neon from it is told before a password is reset', async (t) => {
  const { anna, neon, prefix, honeydue, login } = await atNeon(t)
  const [idle, current] = [`${prefix}_a`, login()]
  const inTheWay = async () => (await honeydue()).out
  await asSuperuser(`alter role ${idle} rename to ${idle}_gone`)
  assert.match(await inTheWay(), new RegExp(`Neon has no role ${idle}: create it with the rights of ${prefix}_old\\.`))
  await asSuperuser(`alter role ${idle}_gone rename to ${idle}`)
  await writeFile(join(anna.folder, 'neon.txt'), 'napi_of_last_year', { mode: 0o600 })
  assert.match(await inTheWay(), /Neon refuses the key in neon\.apiKeyFile/)
  await neon.stop()
  assert.match(await inTheWay(), /localhost:\d+ does not answer/)
  assert.deepEqual([neon.resets, login()], [[], current])
})

test('a reset that Neon does not end well publishes nothing', async (t) => {
  const { neon, honeydue, login } = await atNeon(t)
  const current = login()
  neon.ending = 'failed'
  const { exitCode, out } = await honeydue('--overlap', '0')
  assert.deepEqual([exitCode, login(), await logIn(current)], [3, current, current.user], out)
  neon.ending = 'finished'
  assert.equal((await honeydue('--overlap', '0')).exitCode, 0)
})

test('at Neon too an answer that is lost loses nothing, and no password or key is in any trace', async (t) => {
  const cuts = [...[16, 34].map((at) => ['cluster', at] as const), ...[1, 2, 3, 4].map((at) => ['Neon', at] as const)]
  for (const [where, cut] of cuts) {
    const { anna, neon, furnish, honeydue, login } = await atNeon(t)
    const first = login()
    if (where === 'cluster') anna.fake.fail('after the effect', cut)
    else neon.fail('after the effect', cut)
    const begun = await honeydue('--overlap', '0')
    assert.notEqual(await logIn(login()), shut, `${where} ${cut}`)
    const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
    await furnish(ben)
    ben.now = anna.now.add({ hours: 1 })
    const goOn = [...rotate, '--config', ben.config, '--overlap', '0']
    const last = begun.exitCode === 0 ? begun : await ben.honeydue(...goOn)
    assert.notDeepEqual(login(), first, `${where} ${cut}: ${last.out} ${last.err}`)
    assert.deepEqual([await logIn(first), await logIn(login())], [shut, login().user], `${where} ${cut}: ${last.out}`)
    for (const { folder } of [anna, ben]) await writeFile(join(folder, 'neon.txt'), '')
    const traces = (await anna.traces()) + (await ben.traces())
    for (const value of [first.password, login().password, neon.apiKey]) assert.equal(traces.includes(value), false)
  }
})
