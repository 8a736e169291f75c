-- The audit log: whoever runs the product can add to it and read what concerns them, and that is all. Every row is chained
-- to the one before it, so that whoever could change the table all the same cannot do it unseen (docs/decisions/0013-audit.md).

create schema audit;
grant usage on schema audit to honeydue_app, honeydue_system, honeydue_audit;

-- No foreign keys: what happened stays true when the people and things it names are gone. No enums: the digest is made of
-- built-in types only, which are the same in every database.
create table audit.events (
  chain integer not null,      -- one of 64, each written by one transaction at a time
  position bigint not null,    -- 1, 2, 3 … within the chain
  id bigint not null,          -- in the order of writing over all chains, with gaps
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('user', 'anonymous', 'job', 'operator')),
  actor_id uuid,
  event text not null check (event ~ '^[a-z_]{1,40}\.[a-z_]{1,40}$'),
  outcome text not null check (outcome in ('done', 'refused')),
  subject_id uuid,
  person_id uuid,              -- whom it concerns, if that is not the actor
  residence_id uuid,
  detail text check (detail ~ '^[a-z_. ]{1,100}$'), -- words of ours, never somebody's
  request_id text not null check (length(request_id) <= 100),
  origin text,                 -- address and program, sealed under the key of the person: unreadable once that is gone
  previous bytea not null,     -- hash of the row before
  hash bytea not null,
  primary key (chain, position)
);
create index events_actor on audit.events (actor_id, id) where actor_id is not null;
create index events_person on audit.events (person_id, id) where person_id is not null;
create index events_residence on audit.events (residence_id, id) where residence_id is not null;
create sequence audit.event_ids;
grant select on audit.events to honeydue_audit;

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log only grows' using errcode = 'insufficient_privilege';
end $$;
create trigger append_only before update or delete or truncate on audit.events
  for each statement execute function audit.refuse_change();
alter table audit.events enable always trigger append_only;

-- SHA-256 of the former hash and the row in PostgreSQL's binary format.
create function audit.hash_of(event audit.events) returns bytea language sql immutable as $$
  select sha256(event.previous || record_send(row(event.chain, event.position, event.id, event.at, event.actor_kind,
    event.actor_id, event.event, event.outcome, event.subject_id, event.person_id, event.residence_id, event.detail,
    event.request_id, event.origin)))
$$;

-- Appends to a chain that no other transaction holds: it is held until this one ends, so that no two rows follow the same
-- one. There are more chains than connections; only who finds all of them taken waits.
create function audit.append(entries jsonb) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  class constant integer := 1635083369; -- the letters "audi": a number for the locks
  chains constant integer := 64;
  own constant integer := pg_backend_pid() % chains;
  somebody constant text := nullif(current_setting('app.user', true), '');
  entry jsonb;
  event audit.events;
begin
  for step in 0..chains - 1 loop
    event.chain := (own + step) % chains;
    exit when pg_try_advisory_xact_lock(class, event.chain);
    if step = chains - 1 then
      event.chain := own;
      perform pg_advisory_xact_lock(class, own);
    end if;
  end loop;
  select last.position, last.hash into event.position, event.hash from audit.events last
  where last.chain = event.chain order by last.position desc limit 1;
  event.position := coalesce(event.position, 0);
  event.hash := coalesce(event.hash, sha256('honeydue audit log'));

  for entry in select jsonb_array_elements(entries) loop
    event.position := event.position + 1;
    event.id := nextval('audit.event_ids');
    event.at := clock_timestamp();
    event.actor_kind := entry ->> 'actorKind';
    event.actor_id := entry ->> 'actorId';
    event.event := entry ->> 'event';
    event.outcome := entry ->> 'outcome';
    event.subject_id := entry ->> 'subjectId';
    event.person_id := entry ->> 'personId';
    event.residence_id := entry ->> 'residenceId';
    event.detail := entry ->> 'detail';
    event.request_id := entry ->> 'requestId';
    event.origin := entry ->> 'origin';
    if somebody is not null and (event.actor_kind, event.actor_id::text) is distinct from ('user', somebody) then
      raise exception 'an event is appended as whoever acts' using errcode = 'insufficient_privilege';
    end if;
    event.previous := event.hash;
    event.hash := audit.hash_of(event);
    insert into audit.events values (event.*);
  end loop;
end $$;

-- The last row of each chain: what an anchor is made of.
create function audit.heads() returns table (chain integer, "position" bigint, hash bytea) language sql stable security definer
  set search_path = pg_catalog, pg_temp as $$
  select chains.chain, last.position, last.hash
  from generate_series(0, 63) chains (chain),
    lateral (select * from audit.events where events.chain = chains.chain order by events.position desc limit 1) last
$$;

-- The keys that origins are sealed with, themselves sealed with the installation's. Without its key nobody reads where
-- somebody came from any more, and the chain still holds.
create table audit.keys (
  person_id uuid primary key,
  sealed text not null,
  made_at timestamptz not null default now()
);

-- The person's key: the one there is, else the candidate, which becomes it.
create function audit.key_of(person uuid, candidate text) returns text language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  somebody constant text := nullif(current_setting('app.user', true), '');
  known text;
begin
  if somebody is not null and person::text <> somebody then
    raise exception 'a key is its person''s' using errcode = 'insufficient_privilege';
  end if;
  select sealed into known from audit.keys where person_id = person;
  if known is null then
    insert into audit.keys (person_id, sealed) values (person, candidate) on conflict do nothing;
    select sealed into known from audit.keys where person_id = person;
  end if;
  return known;
end $$;

create function audit.forget(person uuid) returns void language sql security definer
  set search_path = pg_catalog, pg_temp as $$
  delete from audit.keys where person_id = person
$$;

-- What somebody may read: their own events, and as an owner those of the residence without where people came from. Views
-- of the owner, so that only these rows are to be had; the setting is read once.
create view audit.own_events with (security_barrier) as
  select id, at, actor_kind, actor_id, event, outcome, subject_id, person_id, residence_id, detail, origin
  from audit.events
  where actor_id = (select nullif(current_setting('app.user', true), '')::uuid)
    or person_id = (select nullif(current_setting('app.user', true), '')::uuid);

create view audit.residence_events with (security_barrier) as
  select id, at, actor_kind, actor_id, event, outcome, subject_id, person_id, events.residence_id, detail
  from audit.events
  join public.memberships mine on mine.residence_id = events.residence_id
  where mine.user_id = (select nullif(current_setting('app.user', true), '')::uuid) and mine.role = 'owner';

revoke all on all routines in schema audit from public;
grant execute on function audit.append, audit.key_of to honeydue_app, honeydue_system;
grant execute on function audit.forget, audit.heads to honeydue_system;
grant select on audit.own_events, audit.residence_events to honeydue_app;

-- What was written so far begins the log, with its times.
do $$
declare
  former record;
  event audit.events;
begin
  event.chain := 0;
  event.position := 0;
  event.hash := sha256('honeydue audit log');
  for former in select * from public.audit_events order by id loop
    event.position := event.position + 1;
    event.id := nextval('audit.event_ids');
    event.at := former.at;
    event.actor_kind := former.actor_kind;
    event.actor_id := former.actor_id;
    event.event := former.event;
    event.outcome := case when former.event like '%refused' then 'refused' else 'done' end;
    event.subject_id := former.subject_id;
    event.residence_id := former.residence_id;
    event.request_id := coalesce(former.request_id, '');
    event.previous := event.hash;
    event.hash := audit.hash_of(event);
    insert into audit.events values (event.*);
  end loop;
end $$;
drop table public.audit_events;
drop function public.refuse_audit_change;
drop type public.actor_kind;

-- The log as whoever may read it sees it: the role for verifying, and an administrator.
create view public.audit_events with (security_invoker) as
  select id, at, actor_kind, actor_id, event, outcome, subject_id, person_id, residence_id, detail, request_id, origin
  from audit.events;
revoke all on public.audit_events from honeydue_app, honeydue_system;
grant select on public.audit_events to honeydue_audit;
