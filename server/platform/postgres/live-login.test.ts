import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { afterwards } from '#test/afterwards.ts'
import { captureLog } from '#test/log.ts'
import { passwordServer, type PasswordServer } from '#test/password-server.ts'
import Type from 'typebox'
import { enqueue, job, startWorker } from '../jobs.ts'
import { keyringOf } from '../keyring.ts'
import { newId } from '../ids.ts'
import { Secret } from '../secret.ts'
import { WatchedSecret } from '../secrets/watched-secret.ts'
import { connectProduct, type ProductDatabase } from './connect.ts'
import { liveLogin } from './live-login.ts'

const [one, two] = ['the first password', 'the second password']

/** Two logins of the product, a and b; who logs in is what the file says. */
async function twoLogins(t: TestContext, poolSize = 3) {
  const server = await passwordServer(t)
  for (const login of ['a', 'b'])
    await server.run(
      `create role ${login} login password '${one}'; grant honeydue_app, honeydue_system to ${login} with inherit false, set true`
    )
  const files = { user: 'a', password: one }
  const databaseLogin = new WatchedSecret({ name: 'postgres.json', value: JSON.stringify(files) })
  databaseLogin.readBy(() => JSON.stringify(files))
  const databasePassword = new WatchedSecret({ name: 'POSTGRES_PASSWORD' })
  const lost: string[] = []
  const product = connectProduct({
    source: liveLogin(server.urlOf('honeydue'), { databaseLogin, databasePassword }),
    poolSize,
    namedStatements: true,
    applicationName: 'live login',
    log: (line) => lost.push(line)
  })
  afterwards(t, () => product.close())
  const publish = (user: string, password = one) => (
    Object.assign(files, { user, password }),
    databaseLogin.offer(JSON.stringify(files))
  )
  return { server, files, databaseLogin, product, lost, publish }
}

const who = sql<{ login: string }>`select session_user::text as login`
const loginOf = async ({ db }: Pick<ProductDatabase, 'db'>) => (await who.execute(db)).rows[0]?.login

/** Resolves when nobody is logged in as that one any more. */
async function allGone({ run }: PasswordServer, login: string): Promise<void> {
  while ((await run(`select from pg_stat_activity where usename = '${login}'`)).length > 0)
    await new Promise(setImmediate)
}

/** Clients that go on reading and writing until told; resolves with how many requests there were and what failed. */
function load({ db, dbOf }: ProductDatabase, clients: number) {
  const state = { over: false, requests: 0 }
  const failed: unknown[] = []
  const client = async (index: number) => {
    const own = dbOf(newId())
    while (!state.over) {
      const work =
        index % 3 === 0
          ? db
              .transaction()
              .execute(async (tx) => (await who.execute(tx), await sql`select pg_sleep(0.002)`.execute(tx)))
          : who.execute(index % 3 === 1 ? db : own)
      await work.catch((error: unknown) => failed.push(error))
      state.requests++
    }
  }
  const done = Promise.all(Array.from({ length: clients }, (_, index) => client(index)))
  const some = async () => {
    const enough = state.requests + 200
    while (state.requests < enough) await new Promise(setImmediate)
  }
  return { some, stop: async () => ((state.over = true), await done, { failed }) }
}

// ASVS 13.3.4
test('the login changes under load without one failed request, also when nothing but waiting was possible; the old one is gone', async (t) => {
  const { server, databaseLogin, product, lost, publish } = await twoLogins(t)
  const clients = load(product, 24)
  await clients.some()
  await publish('b')
  await clients.some()
  await allGone(server, 'a')
  await server.run('alter role a nologin password null')
  await clients.some()
  assert.deepEqual(await clients.stop(), { failed: [] })
  assert.deepEqual([await loginOf(product), lost, databaseLogin.lastError], ['b', [], undefined])
})

test('a login that the server refuses, or that may not act as the product, changes nothing; once it is right it is taken', async (t) => {
  const { server, databaseLogin, product, publish } = await twoLogins(t)
  await server.run(`create role stranger login password '${one}'`)
  const clients = load(product, 6)
  await publish('b', two)
  assert.equal(databaseLogin.lastError?.code, '28P01')
  await publish('stranger')
  assert.equal(databaseLogin.lastError?.code, '42501')
  await clients.some()
  assert.deepEqual([await clients.stop(), await loginOf(product)], [{ failed: [] }, 'a'])
  await server.run(`alter role b password '${two}'`)
  await publish('b', two)
  assert.equal(await loginOf(product), 'b')
})

test('a connection that is refused reads the file once more, then tries the former login, then fails', async (t) => {
  const { server, files, databaseLogin, product, publish } = await twoLogins(t)
  await server.run(`alter role a password '${two}'`)
  files.password = two
  assert.equal(await loginOf(product), 'a', 'read once more')

  await publish('b')
  await server.run(`alter role b nologin; select pg_terminate_backend(pid) from pg_stat_activity where usename = 'b'`)
  while (product.pool.idleCount > 0) await new Promise(setImmediate)
  assert.equal(await loginOf(product), 'a', 'the former login')
  assert.equal(databaseLogin.lastError?.code, '28000')

  await server.run(`alter role a nologin; select pg_terminate_backend(pid) from pg_stat_activity where usename = 'a'`)
  while (product.pool.idleCount > 0) await new Promise(setImmediate)
  await assert.rejects(loginOf(product), { code: '28000' })
  await server.run(`alter role b login`)
  assert.equal(await loginOf(product), 'b', 'and then again what the file says')
})

function workerGround(product: ProductDatabase) {
  const log = captureLog()
  const ground = {
    ...product,
    log,
    now: Temporal.Now.instant,
    random: Math.random,
    keyring: keyringOf(new Secret('k'.repeat(32))),
    sealOrigin: async () => null
  }
  return { log, ground }
}

test('the worker’s connections, the one it listens on and the one that shows it lives, move too; jobs go on', async (t) => {
  const { server, product, publish } = await twoLogins(t, 6)
  const { log, ground } = workerGround(product)
  const ran = new Set<number>()
  let done = Promise.withResolvers<void>()
  const jobs = {
    'test.note': job(Type.Object({ number: Type.Integer() }), async (_ctx, { number }) => {
      ran.add(number)
      done.resolve()
    })
  }
  const note = async (number: number) => {
    done = Promise.withResolvers()
    await product.db.transaction().execute((tx) => enqueue(tx, 'test.note', { number }))
    await done.promise
  }
  const worker = await startWorker({ pool: product.pool, ground, jobs, cron: [], concurrency: 2 })
  await note(1)
  await publish('b')
  await allGone(server, 'a')
  await server.run('alter role a nologin password null')
  await note(2)
  const locks = `select from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and usename = 'b'`
  assert.ok((await server.run(locks)).length > 0, 'it shows that it lives')
  while ((await server.run(`select from pg_stat_activity where usename = 'b' and query like 'LISTEN%'`)).length === 0)
    await new Promise(setImmediate)
  await worker.stop()
  assert.deepEqual([[...ran], log.unexpectedErrors()], [[1, 2], []])
})

test('a worker that has stopped takes no connection of a new login', async (t) => {
  const { product, publish } = await twoLogins(t)
  const { pool } = product
  const worker = await startWorker({ pool, ...workerGround(product), jobs: {}, cron: [], concurrency: 1 })
  await worker.stop()
  await publish('b')
  assert.equal(await loginOf(product), 'b')
  assert.equal(pool.totalCount, pool.idleCount, 'all have been given back')
})
