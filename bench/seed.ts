import pg from 'pg'
import { mintSessionToken, sessionDigest } from '#server/features/accounts/session-token.ts'
import { checkTaskCounts } from '#server/features/tasks/count-queries.ts'
import { connect, type Connection } from '#server/platform/postgres/connect.ts'
import { migrateAll } from '#server/platform/postgres/migrate.ts'
import { insertHouses, type House } from './seed-house.ts'
import type { Subject } from './template.ts'

/** How many households have 50 tasks of every kind, and what is added to them. */
export type Size = {
  readonly tasks: number
  /** Households whose 50 tasks are all alike and waiting to be completed. */
  readonly writers: number
  /** One household more, with so many tasks. */
  readonly large: number
}
export type Seeded = {
  readonly connection: Connection
  readonly readers: readonly Subject[]
  readonly writers: readonly Subject[]
  readonly large: Subject
  /** One of the readers, with a few appliances and files. */
  readonly furnished: Subject
  /** Appliances of `large`, and of `furnished`. */
  readonly assets: { readonly large: readonly string[]; readonly furnished: readonly string[] }
}

const tasksEach = 50
/** As many tasks to an appliance in the large house as in that of the second reader (the first is a member of the large one). */
const furnished = { household: 1, assets: 2, files: 40, rarity: 2 } as const satisfies House
const largeHouse = { assets: 2000, files: 20_000, rarity: 100 } as const
/** Requests come from so many households in turn, whatever the size of the table. */
const readers = 200
export const timeZone = 'Europe/Berlin'

/**
 * Makes and fills the database `name`. Household h has user h as its owner and user h + 1 as a member; task n belongs to
 * household n mod households, so the rows of one lie scattered over the table as they do after years of use.
 */
export async function seed(
  admin: Connection,
  { name, passwordHash, size }: { name: string; passwordHash: string; size: Size }
): Promise<Seeded> {
  const connection = { ...admin, user: 'honeydue', database: name }
  await run(admin, async (client) => client.query(`create database ${name}`))
  const migrator = { ...admin, database: name }
  await migrated(migrator, connection.user)
  const regular = size.tasks / tasksEach
  const households = regular + size.writers + 1
  const tokens = Array.from({ length: households }, (_, index) =>
    index < readers || index >= regular ? mintSessionToken().reveal() : undefined
  )
  await run({ ...admin, database: name }, async (client) => {
    await client.query('begin')
    // What is written to a table emptied in the same transaction is not logged as well (wal_level minimal).
    await client.query('truncate users, residences, tasks cascade')
    await client.query('set local session_replication_role = replica') // no triggers, no foreign keys: counted below
    await client.query(makeIds)
    await insertPeople(client, households, { tokens, passwordHash })
    await insertTasks(client, { size, regular })
    if (size.large > 0) await insertHouses(client, [{ ...largeHouse, household: households - 1 }, furnished])
    await client.query('commit')
    await client.query('vacuum (analyze)')
    await client.query('checkpoint')
  })
  await assertCounted(migrator, size)
  const subject = (household: number, task = 0): Subject =>
    subjectOf({ household, partner: (household + 1) % households, task, token: tokens[household] ?? '' })
  const writerTasks = Array.from({ length: size.writers * tasksEach }, (_, task) =>
    subject(regular + (task % size.writers), size.tasks + task)
  )
  return {
    connection,
    readers: Array.from({ length: readers }, (_, household) => subject(household)),
    writers: writerTasks,
    large: subject(households - 1),
    furnished: subject(furnished.household),
    assets: {
      large: Array.from({ length: largeHouse.assets }, (_, number) => idOf('asset', number)),
      furnished: Array.from({ length: furnished.assets }, (_, number) => idOf('asset', largeHouse.assets + number))
    }
  }
}

/** A copy of the database, to which nobody may be connected, with its policies switched off. */
export async function withoutPolicies(admin: Connection, { connection }: Seeded): Promise<Connection> {
  const name = `${connection.database}_open`
  await run(admin, async (client) => client.query(`create database ${name} template ${connection.database}`))
  await run({ ...admin, database: name }, async (client) => {
    const { rows } = await client.query<{ step: string }>(
      `select format('alter table %s disable row level security', oid::regclass) as step
      from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity`
    )
    for (const { step } of rows) await client.query(step)
    await client.query('vacuum (analyze)')
  })
  return { ...connection, database: name }
}

async function run(connection: Connection, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

async function migrated(source: Connection, appLogin: string): Promise<void> {
  await using database = opened(source)
  await migrateAll(database.pool, { appLogin })
}

/** The counts of the board are facts derived by trigger, which the bulk load has gone round: those of small tables are checked. */
async function assertCounted(source: Connection, { tasks }: Size): Promise<void> {
  if (tasks > 100_000) return
  await using database = opened(source)
  const wrong = await checkTaskCounts(database.db)
  if (wrong.length > 0) throw new Error(`the counts of the seeded tasks are wrong: ${JSON.stringify(wrong[0])}`)
}

function opened(source: Connection) {
  const database = connect({ source, poolSize: 2, namedStatements: true, applicationName: 'bench', log: console.error })
  return { ...database, [Symbol.asyncDispose]: database.close }
}

const kinds = { user: 1, session: 2, residence: 3, task: 4, completion: 5, asset: 8 } as const

/** An id that can be told from its number, in the order of its number, as UUIDs of version 7 are in that of time. */
function idOf(kind: keyof typeof kinds, number: number): string {
  return `01900000-000${kinds[kind]}-7000-8000-${number.toString(16).padStart(12, '0')}`
}
const makeIds = `create function pg_temp.id_of(kind integer, number bigint) returns uuid language sql immutable return
  ('01900000-000' || kind || '-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid`

type Numbers = { readonly household: number; readonly partner: number; readonly task: number; readonly token: string }
function subjectOf({ household, partner, task, token }: Numbers): Subject {
  return {
    userId: idOf('user', household),
    partnerId: idOf('user', partner),
    email: `person${household}@example.org`,
    token,
    digest: sessionDigest(token).toString('hex'),
    sessionId: idOf('session', household),
    residenceId: idOf('residence', household),
    taskId: idOf('task', task)
  }
}

async function insertPeople(
  client: pg.Client,
  households: number,
  { tokens, passwordHash }: { tokens: readonly (string | undefined)[]; passwordHash: string }
): Promise<void> {
  const all = `generate_series(0, ${households - 1}) n`
  await client.query(
    `insert into users (id, email, email_verified_at, display_name, password_hash, time_zone, language)
    select pg_temp.id_of(1, n), 'person' || n || '@example.org', now(), 'Person ' || n, $1, $2, 'en' from ${all}`,
    [passwordHash, timeZone]
  )
  await client.query(
    `insert into sessions (id, user_id, token_digest, transport, user_agent, idle_expires_at, expires_at)
    select pg_temp.id_of(2, n - 1), pg_temp.id_of(1, n - 1), coalesce(digest, sha256(n::text::bytea)), 'bearer', 'bench',
      now() + interval '30 days', now() + interval '300 days'
    from unnest($1::bytea[]) with ordinality given (digest, n)`,
    [tokens.map((token) => (token === undefined ? null : sessionDigest(token)))]
  )
  await client.query(
    `insert into residences (id, name, time_zone, city) select pg_temp.id_of(3, n), 'Home ' || n, $1, 'Berlin' from ${all}`,
    [timeZone]
  )
  await client.query(
    `insert into memberships (residence_id, user_id, role)
    select pg_temp.id_of(3, n), pg_temp.id_of(1, n), 'owner'::member_role from ${all}
    union all select pg_temp.id_of(3, n), pg_temp.id_of(1, (n + 1) % ${households}), 'member' from ${all}`
  )
}

async function insertTasks(client: pg.Client, { size, regular }: { size: Size; regular: number }): Promise<void> {
  const indexes = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
    where indrelid = 'tasks'::regclass and not indisunique`
  )
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`)
  const regularRows = `select n, n % ${regular} as household, (n / ${regular})::integer as k from generate_series(0, ${size.tasks - 1}) n`
  const writerRows = `select ${size.tasks} + n as n, ${regular} + n % ${size.writers} as household, -1 as k
    from generate_series(0, ${size.writers * tasksEach - 1}) n`
  const firstLarge = size.tasks + size.writers * tasksEach
  const largeRows = `select ${firstLarge} + n as n, ${regular + size.writers} as household,
    case when n % 50 < 4 then n % 50 * 6 else 20 + n % 27 end as k from generate_series(0, ${size.large - 1}) n`
  await insertRows(client, regularRows)
  if (size.writers > 0) await insertRows(client, writerRows)
  if (size.large > 0) await insertRows(client, largeRows)
  await client.query(`set local maintenance_work_mem = '512MB'`)
  for (const { definition } of indexes.rows) await client.query(definition)
  await client.query(countAll)
}

/**
 * Of a household's 50 tasks, by their number k: 8 late, 10 due within 30 days, 17 later, 5 in progress, 10 done and over;
 * a quarter with a history. k = -1: due today, every month, the turn passing between two members.
 */
function insertRows(client: pg.Client, rows: string): Promise<unknown> {
  return client.query(`
    insert into tasks (id, residence_id, title, notes, category, priority, estimated_minutes, estimated_cost_minor,
      estimated_cost_currency, schedule, anchor_on, due_on, rotation, member_ids, assignee_id, checklist,
      in_progress_since, completion_count, last_completed_on, history_length, created_by)
    select pg_temp.id_of(4, n), pg_temp.id_of(3, household),
      (array['Replace the filters of the ventilation','Clean the gutters','Bleed the radiators','Descale the kettle',
        'Check the smoke alarms in every room','Water the plants on the balcony','Mow the lawn'])[1 + n % 7] || ' ' || n % 1000,
      case when n % 3 = 0 then 'The key hangs beside the cellar door. Bring the long ladder and switch off the power.' end,
      (array['cleaning','plumbing','garden','safety','other'])[1 + n % 5]::task_category,
      (array['low','medium','high'])[1 + n % 3]::task_priority,
      case when n % 2 = 0 then 30 end, case when n % 4 = 0 then 2500 end, case when n % 4 = 0 then 'EUR' end,
      case when done then '{"kind":"once"}'::jsonb when n % 6 = 0
        then '{"kind":"every","every":1,"unit":"month","basis":"due","timeOfDay":"18:00"}'
        else '{"kind":"every","every":1,"unit":"month","basis":"due"}' end,
      due_on, case when not done then due_on end,
      case when k = -1 then 'round_robin' else 'fixed' end::task_rotation,
      case when k = -1 then array[pg_temp.id_of(1, household), pg_temp.id_of(1, household + 1)] else '{}' end,
      case when k = -1 or n % 2 = 0 then pg_temp.id_of(1, household) end,
      case when n % 5 = 0 and k >= 0 then jsonb_build_array(
        jsonb_build_object('id', pg_temp.id_of(6, n), 'title', 'Buy what is missing', 'done', false),
        jsonb_build_object('id', pg_temp.id_of(7, n), 'title', 'Tell the neighbours', 'done', true)) else '[]' end,
      case when k between 35 and 39 then now() - interval '1 day' end,
      had::integer, case when had then today - k end, had::integer, pg_temp.id_of(1, household)
    from (${rows}) numbered, lateral (select (now() at time zone '${timeZone}')::date as today) now_there,
      lateral (select today + case when k = -1 then 0 when k < 8 then -1 - k * k when k < 18 then (k - 8) * 3
        when k < 35 then 31 + (k - 18) * 12 else 5 end + (case when k = -1 then 0 else household % 3 end)::integer as due_on,
        k >= 40 as done, k >= 40 or k % 10 = 7 as had) dates`)
}

/** As `doctor` recomputes them. */
const countAll = `
  with placed as (
    select residence_id, state, case state when 'open' then sort_on else 'infinity' end as sort_on from tasks
  )
  insert into task_counts (residence_id, state, span, sort_on, tasks)
  select residence_id, state, 'month', date_trunc('month', sort_on)::date, count(*) from placed group by 1, 2, 4
  union all
  select residence_id, state, 'day', sort_on, count(*) from placed where state = 'open' group by 1, 2, 4`
