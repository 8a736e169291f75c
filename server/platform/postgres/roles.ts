import type pg from 'pg'
import { errorCode, StartError } from '../start-error.ts'

/**
 * Who owns, who uses, who reads: none of them can log in, and the logins of an installation are members of them without
 * inheriting anything, so that a connection has exactly the rights of the role it was opened with (`-c role=…`).
 */
export const roles = {
  /** Owns every table and function; migrations act as it and nothing else does. */
  owner: 'honeydue_owner',
  /** What people's requests run as: row-level security shows it what belongs to them. */
  app: 'honeydue_app',
  /** What runs as nobody in particular: jobs, sweeps, and signing in before it is known who it is. */
  system: 'honeydue_system',
  /** Reads the audit log to verify it, and nothing else. */
  audit: 'honeydue_audit'
} as const
export type Role = (typeof roles)[keyof typeof roles]

/** Makes what is missing of the roles and of their rights in this database; throws `roles_missing` where it may not. */
export async function raiseRoles(client: pg.PoolClient, appLogin?: string): Promise<void> {
  const steps = await missingSteps(client, { appLogin, migrates: true })
  for (const [index, step] of steps.entries()) {
    try {
      await client.query(step)
    } catch (error) {
      if (madeMeanwhile.has(errorCode(error) ?? '')) continue
      throw rolesMissing(steps.slice(index), error)
    }
  }
}

/** Another database's migration on the same server makes the same roles. */
const madeMeanwhile = new Set(['42710', '23505']) // duplicate_object, unique_violation

export function rolesMissing(steps: readonly string[], cause?: unknown): StartError {
  const reason = cause instanceof Error ? `: ${cause.message}` : ''
  return new StartError(
    'roles_missing',
    `the database's roles are not complete, and this login may not make them${reason}`,
    {
      hint: `Run this once in the database as an administrator, then start again:\n${steps.map((step) => `  ${step};`).join('\n')}`,
      cause
    }
  )
}

/**
 * The statements that are still due so that `appLogin` (else whoever is logged in) can run the product and, if asked,
 * whoever is logged in can migrate; none where all stands.
 */
export async function missingSteps(
  client: pg.Pool | pg.PoolClient,
  { appLogin, migrates }: { appLogin?: string | undefined; migrates: boolean }
): Promise<string[]> {
  const { rows } = await client.query<{ step: string }>(dueSteps, [Object.values(roles), appLogin ?? null, migrates])
  return rows.map(({ step }) => step)
}

const dueSteps = `
  with wanted as (select name, position from unnest($1::text[]) with ordinality roles (name, position)),
  made as (select name from wanted where exists (select from pg_roles where rolname = name)),
  memberships (login, name) as (
    select coalesce($2, session_user::text), name from unnest('{${roles.app},${roles.system}}'::text[]) name
    union all
    select session_user::text, name from unnest('{${roles.owner},${roles.audit}}'::text[]) name where $3
  )
  select step from (
    select 1 as phase, position::text as position, format('create role %I nologin', name) as step
    from wanted where name not in (select name from made)
    union all
    select 2, login || name, format('grant %I to %I with inherit false, set true', name, login) from memberships
    where not exists (select from pg_roles where rolname = login and rolsuper)
      and not coalesce((select pg_has_role(login, oid, 'set') from pg_roles where rolname = name), false)
    union all
    select 3, '', format('grant create on database %I to ${roles.owner}', current_database())
    where $3 and not coalesce((
      select has_database_privilege(oid, current_database(), 'create') from pg_roles where rolname = '${roles.owner}'), false)
    union all
    select 4, '', 'grant usage, create on schema public to ${roles.owner}'
    where $3 and not coalesce((
      select has_schema_privilege(oid, 'public', 'create') from pg_roles where rolname = '${roles.owner}'), false)
  ) due order by phase, position`

/** What a former version left in the hands of its login goes to the owner. */
export async function giveToOwner(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ step: string }>(strays)
  for (const { step } of rows) await client.query(step)
}

const strays = `
  with schemas as (select oid, nspname, nspowner from pg_namespace where nspname in ('public', 'graphile_worker')),
  owner as (select oid from pg_roles where rolname = '${roles.owner}')
  select step from (
    select format('alter schema %I owner to ${roles.owner}', nspname) as step, 1 as phase
    from schemas, owner where nspname <> 'public' and nspowner <> owner.oid
    union all
    select format('alter %s %s owner to ${roles.owner}',
      case relkind when 'S' then 'sequence' when 'v' then 'view' else 'table' end, class.oid::regclass), 2
    from pg_class class join schemas on schemas.oid = relnamespace, owner
    where relowner <> owner.oid and (relkind in ('r', 'p', 'v') or relkind = 'S' and not exists (
      select from pg_depend where classid = 'pg_class'::regclass and objid = class.oid and deptype in ('a', 'i')))
    union all
    select format('alter routine %s owner to ${roles.owner}', routine.oid::regprocedure), 3
    from pg_proc routine join schemas on schemas.oid = pronamespace, owner
    where proowner <> owner.oid and not exists (
      select from pg_depend where classid = 'pg_proc'::regclass and objid = routine.oid and deptype = 'e')
    union all
    select format('alter type %s owner to ${roles.owner}', type.oid::regtype), 4
    from pg_type type join schemas on schemas.oid = typnamespace left join pg_class class on class.oid = typrelid, owner
    where typowner <> owner.oid and typelem = 0 and (typtype in ('e', 'd') or typtype = 'c' and class.relkind = 'c')
  ) stray order by phase`

/** The queue is a library's: what the system needs of it is given after each of its migrations. */
export async function openQueue(client: pg.PoolClient): Promise<void> {
  await client.query(`
    grant usage on schema graphile_worker to ${roles.system};
    grant select, insert, update, delete on all tables in schema graphile_worker to ${roles.system};
    grant usage, select on all sequences in schema graphile_worker to ${roles.system};
    grant execute on all routines in schema graphile_worker to ${roles.system}`)
  const { rows } = await client.query<{ step: string }>(`
    select format('create policy system on %s to ${roles.system} using (true) with check (true)', class.oid::regclass) as step
    from pg_class class join pg_namespace schema on schema.oid = relnamespace
    where nspname = 'graphile_worker' and relrowsecurity
      and not exists (select from pg_policy where polrelid = class.oid and polname = 'system')`)
  for (const { step } of rows) await client.query(step)
}

export type Wall = { readonly name: string; readonly stands: boolean }

/** Which walls stand between whoever is logged in and what they must not do. */
export async function lookAtWalls(pool: pg.Pool): Promise<Wall[]> {
  const { rows } = await pool.query<Wall>(`
    select 'the login is no superuser and does not go round row-level security' as name,
      not (rolsuper or rolbypassrls) as stands
    from pg_roles where rolname = session_user
    union all
    select 'the login may not act as the owner of the tables',
      not pg_has_role(session_user, '${roles.owner}', 'set')
    union all
    select 'every table has forced row-level security', not exists (
      select from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and relname <> 'schema_migrations' and not (relrowsecurity and relforcerowsecurity))`)
  return rows
}
