import pg from 'pg'
import type { Secret } from '#server/platform/secret.ts'

/** Where PostgreSQL is, as the product and the tool reach it. */
export type Server = {
  readonly host: string
  readonly port: number
  readonly database: string
  /** The certificate authority, where the connection is over TLS. */
  readonly certificateAuthority?: string | undefined
}
export type Login = { readonly user: string; readonly password: Secret }

/** One connection for one question. `application_name` tells the tool's own sessions from those that it counts. */
export async function connected<T>(server: Server, login: Login, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const { host, port, database, certificateAuthority } = server
  const ssl = certificateAuthority === undefined ? {} : { ssl: { ca: certificateAuthority } }
  const client = new pg.Client({
    host,
    port,
    database,
    ...ssl,
    user: login.user,
    password: login.password.reveal(),
    application_name: ownName,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 10_000
  })
  client.on('error', () => {}) // what goes wrong is told by the query
  await client.connect()
  return run(client).finally(() => client.end())
}

const ownName = 'honeydue rotation'

/** What stands in the way of whoever is connected: each with the statement that mends it. */
export async function missingRights(client: pg.Client, roles: { current: string; target: string }): Promise<string[]> {
  const { rows } = await client.query<{ step: string }>(
    `select format('create role %I login createrole', current_user) as step
     where not (select rolcreaterole or rolsuper from pg_roles where rolname = current_user)
     union all
     select format('grant %I to %I with admin option', rolname, current_user) from pg_roles
     where rolname in ($1, $2) and not (select rolsuper from pg_roles where rolname = current_user)
       and not pg_has_role(current_user, oid, 'member with admin option')
     union all
     select format('grant %I to %I with admin option', held.rolname, current_user)
     from pg_auth_members m join pg_roles held on held.oid = m.roleid join pg_roles holder on holder.oid = m.member
     where holder.rolname = $1 and not (select rolsuper from pg_roles where rolname = current_user)
       and not pg_has_role(current_user, held.oid, 'member with admin option')`,
    [roles.current, roles.target]
  )
  return rows.map(({ step }) => step)
}

/** Sessions of a role that are not the tool's own. */
export async function sessionsOf(client: pg.Client, user: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    'select count(*) from pg_stat_activity where usename = $1 and application_name <> $2',
    [user, ownName]
  )
  return Number(rows[0]?.count)
}

/** A lower epoch than one that these roles have seen. */
export class StaleEpoch extends Error {}

type Fence = { readonly roles: readonly string[]; readonly epoch: number }

/** Statements of one transaction, one operator at a time, none of whom comes after one with a higher epoch. */
export async function inTurn(client: pg.Client, { roles, epoch }: Fence, change: () => Promise<void>): Promise<void> {
  await client.query('begin')
  await client.query(`select pg_advisory_xact_lock(hashtext('honeydue rotation'))`)
  const { rows } = await client.query<{ seen: string | null }>(
    `select max(substring(shobj_description(oid, 'pg_authid') from '^honeydue epoch (\\d+)$')::bigint) as seen
     from pg_roles where rolname = any($1)`,
    [roles]
  )
  if (Number(rows[0]?.seen ?? 0) > epoch) throw new StaleEpoch()
  await change()
  await client.query('commit')
}

/** The role may log in with the password that PostgreSQL is told, or behind the verifier that it is; made with the memberships of `like` where it is missing. */
export async function letIn(
  client: pg.Client,
  role: { name: string; told: string; epoch: number; like: string }
): Promise<void> {
  const { name, told, epoch, like } = role
  const { rows } = await client.query<{ step: string }>(
    `select format('create role %I', $1::text) as step where not exists (select from pg_roles where rolname = $1)
     union all
     select format('grant %I to %I with inherit %s, set %s', held.rolname, $1::text, m.inherit_option::text, m.set_option::text)
     from pg_auth_members m join pg_roles held on held.oid = m.roleid join pg_roles holder on holder.oid = m.member
     where holder.rolname = $2 and $1 <> $2
     union all
     select format('alter role %I login password %L', $1::text, $3::text)
     union all
     select format('comment on role %I is %L', $1::text, 'honeydue epoch ' || $4::text)`,
    [name, like, told, epoch]
  )
  for (const { step } of rows) await client.query(step)
}

/** Nobody logs in as that role any more; `ends`: nor goes on. */
export async function lockOut(client: pg.Client, role: { name: string; epoch: number; ends: boolean }): Promise<void> {
  const { rows } = await client.query<{ step: string }>(
    `select format('alter role %I nologin password null', $1::text) as step
     union all
     select format('comment on role %I is %L', $1::text, 'honeydue epoch ' || $2::text)`,
    [role.name, role.epoch]
  )
  for (const { step } of rows) await client.query(step)
  if (role.ends) await endSessions(client, role.name)
}

export async function endSessions(client: pg.Client, user: string): Promise<void> {
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [user])
}
