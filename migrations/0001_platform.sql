-- What every feature writes in the transaction of its change: work for later, the reply to a repeated request, the audit log.

create table outbox (
  id bigint generated always as identity primary key,
  name text not null,
  payload jsonb not null,
  created_at timestamptz not null default now()
);

create table idempotency_keys (
  user_id uuid not null,
  key text not null,
  request_digest bytea not null check (octet_length(request_digest) = 32), -- keyed digest of method, path and body
  reply jsonb, -- null: nothing to say (204), or a secret that is not kept
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

create type actor_kind as enum ('user', 'anonymous', 'job', 'operator');

-- No foreign keys: what happened stays true when the people and things it names are gone.
create table audit_events (
  id uuid primary key,
  at timestamptz not null default now(),
  actor_kind actor_kind not null,
  actor_id uuid,
  event text not null check (event ~ '^[a-z_]+\.[a-z_]+$'),
  subject_id uuid,
  residence_id uuid,
  request_id text
);
create index audit_events_actor on audit_events (actor_id, at) where actor_id is not null;
create index audit_events_residence on audit_events (residence_id, at) where residence_id is not null;

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit_events is append-only' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_events_append_only before update or delete or truncate on audit_events
  for each statement execute function refuse_audit_change();
alter table audit_events enable always trigger audit_events_append_only;
