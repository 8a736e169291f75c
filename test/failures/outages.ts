import assert from 'node:assert/strict'
import * as accounts from '#contract/accounts.ts'
import { finishUpload, getFile } from '#contract/files.ts'
import { challengeApp, signInWithIdToken } from '#contract/identities.ts'
import { federatedApp, type FederatedApp } from '#server/features/accounts/federation/testing-federation.ts'
import { argon2Hasher, createPasswords, parameters } from '#server/features/accounts/passwords.ts'
import { sessionLimits } from '#server/features/accounts/rules.ts'
import { newPerson, signIn } from '#server/features/accounts/testing-account.ts'
import { breachedPasswords } from '#server/gateways/breached-passwords/breached-passwords.ts'
import { s3 } from '#server/gateways/files/s3.ts'
import { smtpMailer } from '#server/gateways/mail/smtp.ts'
import { redisStore } from '#server/gateways/redis/rate-limit-store.ts'
import { openRedis } from '#server/gateways/redis/redis.ts'
import { Secret } from '#server/platform/secret.ts'
import { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'
import { rateLimits } from '#server/platform/rate-limits.ts'
import { afterwards, type Scope } from '../afterwards.ts'
import { startSmtpSink } from '../crash/smtp-sink.ts'
import { onServer } from '../database.ts'
import { testApp, testKeyring, type TestApp } from '../harness.ts'
import { makeFile } from '../make-file.ts'
import { pdf } from '../picture.ts'
import { testS3 } from '../s3.ts'
import { send } from '../upload.ts'
import { captureLog } from '../log.ts'
import { rangeApi } from '../range-api.ts'
import { testRedis } from '../redis.ts'
import { startTestServer } from '../server.ts'
import { observed, setStage, type Stage } from './stage.ts'
import { columns, failures, type Column, type Dependency } from './table.ts'

type Outage = {
  readonly stage: Stage
  /** Stops it for real. */
  stop(): Promise<void>
  /** What the row says besides; after all else was asked. */
  besides(): Promise<void>
}

const outages: Readonly<Record<Dependency, (scope: Scope) => Promise<Outage>>> = {
  Redis: withoutRedis,
  PostgreSQL: withoutDatabase,
  'the mail server': withoutMail,
  'the provider’s keys': withoutKeys,
  'the service for leaked passwords': withoutLeaks,
  'the storage of files': withoutFiles,
  'the right to add to the audit log': withoutAudit,
  'the right time (an hour early)': (scope) => withAnotherTime(scope, -1),
  'the right time (an hour late)': (scope) => withAnotherTime(scope, 1)
}

export type Outcome = { readonly dependency: Dependency; readonly cell: Column | 'besides'; readonly problem?: unknown }

/** Stops it, asks for every cell of its row and compares. */
export async function outcomesOf(dependency: Dependency, scope: Scope): Promise<Outcome[]> {
  const { stage, stop, besides } = await outages[dependency](scope)
  assert.equal(await observed(stage, 'readiness'), 'ready', 'before')
  await stop()
  const outcomes: Outcome[] = []
  const note = async (cell: Outcome['cell'], look: () => Promise<void>) => {
    const outcome = { dependency, cell }
    outcomes.push(
      await look().then(
        () => outcome,
        (problem: unknown) => ({ ...outcome, problem })
      )
    )
  }
  for (const column of columns)
    await note(column, async () =>
      assert.equal(await observed(stage, column), failures[dependency][column], `${column} without ${dependency}`)
    )
  await note('besides', besides)
  return outcomes
}

async function withoutRedis(scope: Scope): Promise<Outage> {
  const server = await testRedis(scope)
  const connection = await openRedis({
    url: server.url,
    password: new WatchedSecret({ name: 'REDIS_PASSWORD' }),
    answerMs: 3000
  })
  afterwards(scope, () => connection.close())
  const app = await testApp(scope, { rateLimits, common: redisStore(connection, testKeyring), replicas: 2 })
  const stage = await setStage(app)
  return {
    stage,
    stop: () => server.kill(),
    async besides() {
      const statuses = []
      const payload = { ...stage.credentials, email: 'nobody@example.org' }
      for (let call = 0; call < 10; call += 1) {
        const request = { method: 'POST', url: accounts.signIn.path, remoteAddress: '192.0.2.66', payload } as const
        statuses.push((await app.inject(request)).statusCode)
      }
      assert.equal(statuses.filter((status) => status === 401).length, 5, 'half of ten a minute')
      assert.equal(statuses.filter((status) => status === 429).length, 5)
    }
  }
}

/** On a server of its own, whose end the apps of other tests do not see. */
async function withoutDatabase(scope: Scope): Promise<Outage> {
  const own = await startTestServer()
  afterwards(scope, own.stop)
  let computed = 0
  const real = argon2Hasher(parameters)
  const hasher = { ...real, verify: (...given: Parameters<typeof real.verify>) => (computed++, real.verify(...given)) }
  const app = await onServer(own, () => testApp(scope, { passwords: createPasswords({ hasher }) }))
  afterwards(scope, own.goOn)
  const stage = await setStage(app)
  app.log.expectErrors()
  return {
    stage,
    async stop() {
      computed = 0
      await own.halt()
    },
    besides: async () => assert.equal(computed, 0)
  }
}

async function withoutFiles(scope: Scope): Promise<Outage> {
  const bucket = await testS3(scope)
  const now = Temporal.Now.instant
  const files = s3({ ...bucket, secretKey: new Secret(bucket.secretKey), privateNetwork: false, now })
  const app = await testApp(scope, { files })
  const stage = await setStage(app)
  const { anna, residenceId } = stage
  const file = await makeFile(app, anna, residenceId)
  const opening = { params: { fileId: file.id }, query: {} }
  const statuses = async () => {
    const { id } = await send(anna, residenceId, pdf())
    const finished = await anna.send(finishUpload, { params: { uploadId: id } })
    return [finished.statusCode, (await anna.send(getFile, opening)).statusCode]
  }
  return {
    stage,
    async stop() {
      await bucket.stop()
      assert.equal((await anna.problem(getFile, opening)).code, 'storage_unavailable')
    },
    async besides() {
      assert.deepEqual(await statuses(), [503, 503])
      assert.equal((await app.db.selectFrom('files').selectAll().execute()).length, 1)
      await bucket.start()
      assert.deepEqual(await statuses(), [201, 200])
      await app.database.pool.query('update graphile_worker._private_jobs set run_at = now()')
      await app.runJobs()
      assert.equal(bucket.versions().length, 3, 'picture, thumbnail and the paper')
    }
  }
}

async function withoutMail(scope: Scope): Promise<Outage> {
  let sink = await startSmtpSink()
  afterwards(scope, () => sink.close())
  const from = { name: 'honeyDue', address: 'home@due.example' }
  const mailer = smtpMailer({ host: '127.0.0.1', port: sink.port, security: 'none', from })
  afterwards(scope, () => mailer.close())
  const app = await testApp(scope, { mailer })
  const stage = await setStage(app)
  app.log.expectErrors()
  return {
    stage,
    stop: () => sink.close(),
    async besides() {
      await app.runJobs()
      sink = await startSmtpSink(sink.port)
      await app.database.pool.query('update graphile_worker._private_jobs set run_at = now()')
      await app.runJobs()
      const recipients = new Set(sink.mails.map((mail) => /^To: (\w+)/m.exec(mail)?.[1]))
      assert.deepEqual(recipients, new Set(['anna', 'ben', 'nina']), 'a link, news of who joined, a code')
    }
  }
}

async function withoutKeys(scope: Scope): Promise<Outage> {
  const app = await federatedApp(scope)
  const stage = await setStage(app, app.providers)
  const { google } = app.doubles
  assert.equal(await enterWithGoogle(app), 201)
  return {
    stage,
    async stop() {
      await google.stop()
      app.clock.advance({ hours: 1, minutes: 1 })
      assert.equal(await enterWithGoogle(app), 201)
      app.clock.advance({ hours: -1, minutes: -1 })
    },
    async besides() {
      app.clock.advance({ hours: 24 })
      assert.equal(await enterWithGoogle(app), 201)
      app.clock.advance({ hours: 2 })
      assert.equal(await enterWithGoogle(app), 503)
      await app.anonymous.call(accounts.signIn, { body: stage.credentials })
    }
  }
}

/** With an ID token as an app gets it, for which our server needs nothing but the keys. */
async function enterWithGoogle(app: FederatedApp): Promise<number> {
  const params = { provider: 'google' }
  const { nonce } = await app.anonymous.call(challengeApp, { params })
  const idToken = await app.doubles.google.sign({ aud: 'app.google', nonce, email: 'greta@example.org' })
  const body = { idToken, nonce, timeZone: 'Europe/Berlin', language: 'en', transport: 'bearer' } as const
  return (await app.anonymous.send(signInWithIdToken, { params, body })).statusCode
}

async function withoutLeaks(scope: Scope): Promise<Outage> {
  const { url, stop } = await rangeApi(scope)
  const app = await testApp(scope, { breachedPasswords: breachedPasswords({ url, log: captureLog() }) })
  return {
    stage: await setStage(app),
    stop,
    async besides() {
      const { fields } = await app.anonymous.problem(accounts.register, {
        body: newPerson({ password: 'Basketball1' })
      })
      assert.equal(fields?.[0]?.reason, 'common')
    }
  }
}

async function withoutAudit(scope: Scope): Promise<Outage> {
  const app = await testApp(scope)
  const stage = await setStage(app)
  const before = await contents(app)
  return {
    stage,
    async stop() {
      await app.database.pool.query('revoke execute on function audit.append from honeydue_app, honeydue_system')
      app.log.expectErrors()
    },
    async besides() {
      assert.deepEqual(await contents(app), before)
      assert.ok(app.log.lines.some(({ level }) => level === 'error'))
    }
  }
}

/** How much is there of what the asks would add to or change. */
async function contents({ database }: TestApp): Promise<unknown> {
  const { rows } = await database.pool.query<object>(
    `select (select count(*) from sessions) as sessions, (select count(*) from tasks) as tasks,
       (select count(*) from memberships) as memberships, (select count(*) from registrations) as registrations,
       (select count(*) from outbox) as work, (select array_agg(display_name order by id) from users) as names`
  )
  return rows
}

async function withAnotherTime(scope: Scope, hours: 1 | -1): Promise<Outage> {
  const app = await testApp(scope)
  const stage = await setStage(app)
  return {
    stage,
    stop: async () => app.clock.advance({ hours }),
    async besides() {
      const { caller } = await signIn(app)
      await caller.call(accounts.getMe)
      app.clock.advance({ hours: 24 * sessionLimits.bearer.absoluteDays })
      assert.equal((await caller.problem(accounts.getMe)).code, 'not_signed_in')
    }
  }
}
