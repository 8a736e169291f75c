import { sql } from 'kysely'
import type { AuditEventName } from '#contract/audit.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import type { KnownEvent } from './event-rules.ts'

export type EventsPage = {
  /** Whose view of the log it is. */
  userId: string
  /** The events wanted; undefined: all. */
  names: readonly AuditEventName[] | undefined
  from: string | undefined
  to: string | undefined
  /** The id of the last one of the page before. */
  before: string | undefined
  limit: number
}

/** `origin`: sealed for the actor, or for the person when there is none. */
type EventRow = KnownEvent & { origin: string | null }

/** What somebody did, and what was done to them; each half by its own index. */
export function ownEvents(db: Db, page: EventsPage): Promise<EventRow[]> {
  const zone = sql`(select time_zone from users where id = ${page.userId}::uuid)`
  const half = (whose: ReturnType<typeof sql>) => sql`
    (select * from audit.own_events where ${whose} and ${within(page, zone)} order by id desc limit ${page.limit})`
  const me = sql`${page.userId}::uuid`
  return withNames(
    db,
    page,
    sql`${half(sql`actor_id = ${me}`)} union all ${half(sql`person_id = ${me} and actor_id is distinct from ${me}`)}`
  )
}

/** The same for a job, which acts for nobody. */
export function eventsOf(db: Db, page: EventsPage): Promise<EventRow[]> {
  return withNames(
    db,
    page,
    sql`select * from audit.events_of(${page.userId}::uuid)
    where ${within(page, sql`'UTC'`)} order by id desc limit ${page.limit}`
  )
}

/** What was done in a residence since it was handed over, if it was; nothing for whoever does not own it. Where people came from is not told. */
export function residenceEvents(
  db: Db,
  { residenceId, timeZone, ...page }: EventsPage & { residenceId: string; timeZone: string }
): Promise<EventRow[]> {
  return withNames(
    db,
    page,
    sql`
    select *, null::text as origin from audit.residence_events
    where residence_id = ${residenceId}::uuid and ${within(page, sql`${timeZone}::text`)}
      and at >= (select coalesce(handed_over_at, '-infinity') from residences where id = ${residenceId}::uuid)
    order by id desc limit ${page.limit}`
  )
}

function within({ names, from, to, before }: EventsPage, zone: ReturnType<typeof sql>) {
  return sql`
    (${before ?? null}::bigint is null or id < ${before ?? null}::bigint)
    and (${names ?? null}::text[] is null or event = any(${names ?? null}::text[]))
    and (${from ?? null}::date is null or at >= ${from ?? null}::date::timestamp at time zone ${zone})
    and (${to ?? null}::date is null or at < (${to ?? null}::date + 1)::timestamp at time zone ${zone})`
}

async function withNames(db: Db, { userId, limit }: EventsPage, events: ReturnType<typeof sql>): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    with page as (select * from (${events}) as events order by id desc limit ${limit})
    select page.id::text, page.at, page.event, page.outcome, page.actor_kind as "actorKind", page.actor_id as "actorId",
      page.subject_id as "subjectId", page.person_id as "personId", actor.display_name as "actorName",
      person.display_name as "personName", tasks.title as "taskTitle", residences.name as "residenceName", page.origin
    from page
    left join memberships mine on mine.residence_id = page.residence_id and mine.user_id = ${userId}::uuid
    left join residences on residences.id = mine.residence_id
    left join tasks on tasks.id = page.subject_id and tasks.residence_id = mine.residence_id
    left join memberships acting on acting.residence_id = mine.residence_id and acting.user_id = page.actor_id
    left join users actor on actor.id = acting.user_id
    left join memberships meant on meant.residence_id = mine.residence_id
      and meant.user_id = coalesce(page.person_id, page.subject_id)
    left join users person on person.id = meant.user_id
    order by page.id desc`.execute(db)
  return rows
}
