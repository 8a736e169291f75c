import pg from 'pg'
import { scopeOfProcess } from '#test/afterwards.ts'
import { testAppStore, type TestAppStore } from '#test/doubles/app-store/app-store.ts'
import type { StorePurchase } from '#test/doubles/app-store/purchase.ts'
import { side, type Bench } from './against-limit.ts'
import { compare, type Comparison } from './compare.ts'
import { forgedRows } from './forged-rows.ts'
import type { WebhookPlan, WebhookReady } from './limit-webhook.ts'
import { end, pidOf, startApi, startHelper, type ApiSettings } from './processes.ts'
import { createTask, getBoard, type Scenario } from './requests.ts'
import type { Seeded } from './seed.ts'

/** What selling costs: what the store tells, and that plans have limits. */
export type PurchaseStage = Bench & {
  readonly folder: string
  readonly full: Seeded
  readonly passwords: ApiSettings['passwords']
}
export type Asked = { readonly what: string; readonly goal: number; readonly comparison: Comparison }

const amounts = { webhook: 400, board: 800, create: 800 }
const purchases = 200

export const purchaseRows: Readonly<
  Record<string, (stage: PurchaseStage, scale: number) => Promise<Asked | readonly Asked[]>>
> = {
  webhook: async (stage, scale) => [
    {
      what: 'webhook of the App Store, verified and kept',
      goal: 3,
      comparison: await webhook(stage, Math.max(32, Math.round(amounts.webhook * scale)))
    },
    ...(await forgedRows(stage, scale))
  ],
  plans: async (stage, scale) => ({
    what: 'board where plans have limits, against without',
    goal: 1.02,
    comparison: await limitsAgainstNone(stage, getBoard, Math.round(amounts.board * scale))
  }),
  room: async (stage, scale) => ({
    what: 'create a task where plans have limits, against without',
    goal: 1.1,
    comparison: await limitsAgainstNone(stage, createTask, Math.round(amounts.create * scale))
  })
}

/** Each notification is another one, of one of 200 people’s purchases. */
async function webhook(stage: PurchaseStage, amount: number): Promise<Comparison> {
  await using scope = scopeOfProcess()
  const store = await testAppStore(scope, { now: () => Temporal.Now.instant() })
  const api = await startApi(stage.folder, stage.full.connection, {
    passwords: stage.passwords,
    subscriptions: { apple: store.settings },
    secrets: { APP_STORE_KEY: store.keyFile }
  })
  const { bundleId, appAppleId, standIn } = store.settings
  const database = { ...stage.admin, database: stage.full.connection.database }
  const plan: WebhookPlan = { app: { bundleId, appAppleId }, root: standIn.root, database }
  const { child, ready } = await startHelper<WebhookReady>('limit-webhook.ts', plan)
  try {
    const told = async () => posting(renewals(await bought(stage, store), amount * (stage.rounds + 1)))
    const product = side(api, await told(), [stage.full.large])
    const limit = side({ port: ready.port, pid: pidOf(child) }, await told(), [stage.full.large])
    return await compare(stage.admin, [product, limit], { rounds: stage.rounds, amount })
  } finally {
    await Promise.all([end(child), api.stop()])
  }
}

async function bought({ admin, full }: PurchaseStage, store: TestAppStore): Promise<StorePurchase[]> {
  const tokens = await run({ ...admin, database: full.connection.database }, async (client) => {
    const { rows } = await client.query<{ token: string }>(
      `select purchase_token as token from users limit ${purchases}`
    )
    return rows.map(({ token }) => token)
  })
  return tokens.map((appAccountToken) => store.buy({ appAccountToken }))
}

function renewals(all: readonly StorePurchase[], count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const { signedPayload } = (all[index % all.length] as StorePurchase).renew() // the list is not empty
    return JSON.stringify({ signedPayload })
  })
}

function posting(bodies: readonly string[]): Scenario {
  let count = 0
  return {
    request: () => ({
      method: 'POST',
      path: '/api/webhooks/app-store',
      headers: { 'content-type': 'application/json' },
      body: bodies[count++ % bodies.length] ?? ''
    }),
    status: 200
  }
}

/** Everybody has a plan without limits, which is looked up. */
async function limitsAgainstNone(stage: PurchaseStage, scenario: Scenario, amount: number): Promise<Comparison> {
  const { admin, full, folder, passwords } = stage
  await run({ ...admin, database: full.connection.database }, (client) =>
    client.query(`insert into entitlements (user_id, paid_until)
      select id, now() + interval '1 year' from users on conflict (user_id) do update set paid_until = excluded.paid_until`)
  )
  const api = await startApi(folder, full.connection, { passwords, keptMegabytes: 0, subscriptions: { limits: true } })
  const subjects = scenario === getBoard ? full.readers : full.writers
  try {
    const sides = [side(api, scenario, subjects), side(stage.api, scenario, subjects)] as const
    return await compare(admin, sides, { rounds: stage.rounds, amount: Math.max(32, amount) })
  } finally {
    await api.stop()
  }
}

async function run<Result>(connection: pg.ClientConfig, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client(connection)
  await client.connect()
  return await work(client).finally(() => client.end())
}
