-- What people have bought in a store, whose it is, and what follows from it. Stores say facts; what is made of them is
-- projected (docs/decisions/0024-projection.md, 0025-purchases.md).

-- By which a store tells us for whom somebody bought: random, so that it says nothing of the account. Apple takes the UUID,
-- Google a text of up to 64 characters, which must not die with a key of ours.
alter table users add column purchase_token uuid not null default gen_random_uuid() unique;
alter table users add column google_purchase_token text not null unique
  generated always as (encode(sha256(uuid_send(purchase_token)), 'hex')) stored;

-- One purchase that renews. What it is comes from its facts, and is written here by projecting them.
create table store_purchases (
  id uuid primary key,
  number bigint not null unique generated always as identity,
  store text not null check (store in ('apple', 'google', 'stripe')),
  environment text not null check (environment in ('production', 'sandbox')),
  key text not null check (length(key) between 1 and 200), -- PurchaseKey in facts.ts
  account_id uuid references users on delete set null, -- of the epoch that is open
  state text not null default 'NONE' check (state ~ '^[A-Z]{1,20}$'),
  until timestamptz,           -- the end of the state as far as it is known
  entitled_until timestamptz,  -- until when it entitles, if nothing is heard of it any more; null: it does not
  product_id text,
  plan text,
  auto_renews boolean not null default false,
  period text check (period in ('trial', 'intro', 'normal')),
  pending_product_id text,
  price_consent text check (price_consent in ('pending', 'given')),
  expiration_reason text,
  resumes_at timestamptz,
  is_family_shared boolean not null default false,
  check_at timestamptz,        -- when the clock alone changes the state
  refetch_at timestamptz,      -- when the store is to be asked anew; null: nothing speaks for it
  refetch_attempts integer not null default 0,
  first_seen_at timestamptz not null,
  projected_at timestamptz not null,
  unique (store, environment, key)
);
create index store_purchases_account on store_purchases (account_id) where account_id is not null;
create index store_purchases_check on store_purchases (check_at) where check_at is not null;
create index store_purchases_refetch on store_purchases (refetch_at) where refetch_at is not null;
create index store_purchases_unattributed on store_purchases (first_seen_at) where account_id is null;

-- What a store has said last, by the store's own clock: one row for each thing it speaks of.
create table purchase_facts (
  store text not null,
  environment text not null,
  kind text not null,
  key text not null check (length(key) between 1 and 300),
  purchase_id uuid not null references store_purchases on delete cascade,
  clock_ms bigint not null,
  content jsonb not null, -- FactContent in facts.ts
  order_id text,          -- by which people and support find it
  replaces_key text,      -- Google: the purchase that this one replaces
  heard_at timestamptz not null,
  primary key (store, environment, kind, key)
);
create index purchase_facts_purchase on purchase_facts (purchase_id);
create index purchase_facts_order on purchase_facts (order_id) where order_id is not null;
create index purchase_facts_replaces on purchase_facts (environment, replaces_key) where replaces_key is not null;

-- Whose a purchase was, when: at most one account at any moment. No foreign key to accounts: it stays true when they are gone.
create table ownership_epochs (
  id uuid primary key,
  purchase_id uuid not null references store_purchases on delete cascade,
  purchase_number bigint not null,
  account_id uuid not null,
  valid_from timestamptz not null,
  valid_to timestamptz check (valid_to >= valid_from),
  evidence text not null check (evidence in ('account_token', 'predecessor', 'claim', 'staff')),
  bought_ms bigint, -- the purchase that the store's account token stood on
  ended_by text check (ended_by in ('account_token', 'staff', 'account_deleted')),
  check ((valid_to is null) = (ended_by is null)),
  -- btree_gist would be an extension to install: a number as a range of one is the same
  constraint one_owner_at_a_time exclude using gist (
    int8range(purchase_number, purchase_number, '[]') with &&, tstzrange(valid_from, valid_to) with &&)
);
create unique index ownership_epochs_open on ownership_epochs (purchase_id) where valid_to is null;
create index ownership_epochs_purchase on ownership_epochs (purchase_id, valid_from);
create index ownership_epochs_account on ownership_epochs (account_id);

-- With the account its epochs end; the purchase may be claimed again.
create function end_epochs() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  update ownership_epochs set valid_to = greatest(valid_from, now()), ended_by = 'account_deleted'
  where account_id = old.id and valid_to is null;
  return old;
end $$;
create trigger epochs_end before delete on users for each row execute function end_epochs();

-- What a purchase has been: a row for each change.
create table purchase_history (
  id bigint primary key generated always as identity,
  purchase_id uuid not null references store_purchases on delete cascade,
  at timestamptz not null,
  state text not null,
  entitled_until timestamptz,
  product_id text,
  account_id uuid,
  cause text not null check (cause ~ '^[a-z_. ]{1,100}$')
);
create index purchase_history_purchase on purchase_history (purchase_id, id);

-- The one row that is read to know what an account may.
create table entitlements (
  user_id uuid primary key references users on delete cascade,
  paid_until timestamptz,
  trial_until timestamptz,
  is_free boolean not null default false -- limits do not apply, and nothing is paid
);

-- Once for ever: the digest stays when the account is gone.
create table trials (
  email_digest bytea primary key check (octet_length(email_digest) = 32),
  key_id text not null,
  user_id uuid unique references users on delete set null,
  started_at timestamptz not null
);

-- What staff have said of an account.
create table account_marks (
  user_id uuid primary key references users on delete cascade,
  is_staff boolean not null default false,
  buys_in_sandbox boolean not null default false -- what a store's testers buy counts for this account
);

-- Tokens that Google gives out for purchases: needed to ask and to acknowledge, and nobody else's business.
create table google_purchase_tokens (
  digest bytea primary key check (octet_length(digest) = 32), -- SHA-256
  token_sealed text not null,
  created_at timestamptz not null
);
create table google_acknowledgements (
  purchase_id uuid primary key references store_purchases on delete cascade,
  bought_at timestamptz not null,
  due_at timestamptz not null,  -- three days after, Google gives the money back
  next_at timestamptz not null,
  attempts integer not null default 0,
  acknowledged_at timestamptz
);
create index google_acknowledgements_next on google_acknowledgements (next_at) where acknowledged_at is null;

create table stripe_customers (
  user_id uuid primary key references users on delete cascade,
  customer_id text not null unique,
  created_at timestamptz not null
);

-- How far what a store lists has been read.
create table store_checkpoints (
  name text primary key,
  read_to timestamptz not null,
  cursor text
);

-- What the authority says of the certificates that a store signs with.
create table signing_certificates (
  serial text primary key,
  verdict text not null check (verdict in ('good', 'revoked', 'unknown')),
  asked_at timestamptz not null,
  next_at timestamptz not null
);

-- Claims that were refused because the purchase is somebody else's.
create table refused_claims (
  id uuid primary key,
  at timestamptz not null,
  user_id uuid not null references users on delete cascade,
  purchase_id uuid not null references store_purchases on delete cascade,
  source_digest bytea,
  app_transaction_id text
);
create index refused_claims_user on refused_claims (user_id, at);
create index refused_claims_source on refused_claims (source_digest, at) where source_digest is not null;
create index refused_claims_app on refused_claims (app_transaction_id, at) where app_transaction_id is not null;
create index refused_claims_purchase on refused_claims (purchase_id);

-- One proposes, another one approves.
create table purchase_transfers (
  id uuid primary key,
  purchase_id uuid not null references store_purchases on delete cascade,
  from_account_id uuid,
  to_account_id uuid not null references users on delete cascade,
  reason text not null check (length(reason) between 1 and 500),
  proposed_by uuid references users on delete set null,
  proposed_at timestamptz not null,
  expires_at timestamptz not null,
  decided_by uuid references users on delete set null,
  decided_at timestamptz,
  outcome text check (outcome in ('done', 'withdrawn', 'refused'))
);
create unique index purchase_transfers_open on purchase_transfers (purchase_id) where outcome is null;
create index purchase_transfers_account on purchase_transfers (to_account_id);
create index purchase_transfers_proposer on purchase_transfers (proposed_by) where proposed_by is not null;
create index purchase_transfers_decider on purchase_transfers (decided_by) where decided_by is not null;

create table subscription_alerts (
  id uuid primary key,
  kind text not null check (kind ~ '^[a-z_]{1,60}$'),
  about text not null check (length(about) between 1 and 200), -- the purchase's id, a product, a serial …
  purchase_id uuid references store_purchases on delete cascade,
  raised_at timestamptz not null,
  times integer not null default 1,
  last_at timestamptz not null,
  told_at timestamptz,
  resolved_at timestamptz,
  resolved_by uuid references users on delete set null,
  note text check (length(note) <= 500)
);
create unique index subscription_alerts_open on subscription_alerts (kind, about) where resolved_at is null;
create index subscription_alerts_purchase on subscription_alerts (purchase_id) where purchase_id is not null;
create index subscription_alerts_resolver on subscription_alerts (resolved_by) where resolved_by is not null;

select wall.for_people('store_purchases', 'select', 'account_id');
select wall.for_people('ownership_epochs', 'select', 'account_id');
select wall.for_people('entitlements', 'select');
select wall.for_people('trials', 'select');
select wall.for_people('account_marks', 'select');
select wall.for_people('stripe_customers', 'select');
select wall.for_system(name) from unnest(array['purchase_facts', 'purchase_history', 'google_purchase_tokens',
  'google_acknowledgements', 'store_checkpoints', 'signing_certificates', 'refused_claims', 'purchase_transfers',
  'subscription_alerts']) name;

-- The log of what stores have sent, which only grows, like the audit log: each row is chained to the one before it. A month
-- is a partition, so that what is too old goes at once (webhooks.drop_month) and leaves behind where the chains went on.
create schema webhooks;
grant usage on schema webhooks to honeydue_system, honeydue_audit;

create table webhooks.events (
  chain integer not null,
  position bigint not null,
  id bigint not null,
  received_at timestamptz not null,
  provider text not null check (provider in ('app_store', 'google_play', 'stripe')),
  environment text not null check (environment in ('production', 'sandbox')),
  event_id text not null check (length(event_id) between 1 and 200),
  type text not null check (length(type) between 1 and 100),
  subtype text check (length(subtype) between 1 and 100),
  purchase_digest bytea,        -- SHA-256 of the purchase's key
  signed_at timestamptz,        -- by the store's clock
  raw_digest bytea not null,    -- SHA-256 of what was sent
  raw text,                     -- what was sent, without what could be used, sealed under the key of the month
  verifier integer not null,    -- version of the rules by which it was believed
  previous bytea not null,
  hash bytea not null,
  primary key (received_at, id)
) partition by range (received_at);
create index events_chain on webhooks.events (chain, position);
create index events_id on webhooks.events (id);
create index events_purchase on webhooks.events (purchase_digest, id);
create index events_name on webhooks.events (provider, environment, event_id);

create table webhooks.outcomes (
  chain integer not null,
  position bigint not null,
  event bigint not null,
  at timestamptz not null,
  outcome text not null check (outcome in ('received', 'processed', 'failed', 'replayed', 'ignored')),
  detail text check (detail ~ '^[a-z_. ]{1,100}$'),
  previous bytea not null,
  hash bytea not null,
  primary key (at, chain, position)
) partition by range (at);
create index outcomes_chain on webhooks.outcomes (chain, position);
create index outcomes_event on webhooks.outcomes (event);

-- Which events there are, over all months: a partitioned table cannot say so by itself.
create table webhooks.event_names (
  provider text not null,
  environment text not null,
  event_id text not null,
  id bigint not null,
  received_at timestamptz not null,
  primary key (provider, environment, event_id)
);
create sequence webhooks.event_ids;

-- The last row of each chain, held by whoever writes the next one.
create table webhooks.heads (
  log text not null check (log in ('events', 'outcomes')),
  chain integer not null,
  position bigint not null,
  hash bytea not null,
  primary key (log, chain)
);
insert into webhooks.heads select log, chain, 0, sha256('honeydue webhook log')
from unnest(array['events', 'outcomes']) log, generate_series(0, 31) chain;

-- Where the chains stood in what was dropped.
create table webhooks.dropped (
  month date not null,
  log text not null,
  chain integer not null,
  position bigint not null,
  hash bytea not null,
  primary key (month, log, chain)
);

create function webhooks.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the webhook log only grows' using errcode = 'insufficient_privilege';
end $$;
do $$
declare
  log text;
begin
  foreach log in array array['events', 'outcomes', 'event_names', 'dropped'] loop
    execute format('create trigger append_only before update or delete or truncate on webhooks.%I
      for each statement execute function webhooks.refuse_change()', log);
    execute format('alter table webhooks.%I enable always trigger append_only', log);
    execute format('grant select on webhooks.%I to honeydue_system, honeydue_audit', log);
  end loop;
end $$;
grant select on webhooks.heads to honeydue_audit;

create function webhooks.hash_of(event webhooks.events) returns bytea language sql immutable as $$
  select sha256(event.previous || record_send(row(event.chain, event.position, event.id, event.received_at, event.provider,
    event.environment, event.event_id, event.type, event.subtype, event.purchase_digest, event.signed_at, event.raw_digest,
    event.raw, event.verifier)))
$$;
create function webhooks.hash_of(outcome webhooks.outcomes) returns bytea language sql immutable as $$
  select sha256(outcome.previous || record_send(row(outcome.chain, outcome.position, outcome.event, outcome.at,
    outcome.outcome, outcome.detail)))
$$;

-- The month's partitions, which stand as protected as the whole; where something of that month came earlier it stays where
-- it is, in the default ones.
create function webhooks.prepare(month date) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  log text;
  name text;
begin
  foreach log in array array['events', 'outcomes'] loop
    name := log || to_char(month, '_YYYY_MM');
    continue when to_regclass('webhooks.' || name) is not null;
    begin
      execute format('create table webhooks.%I partition of webhooks.%I for values from (%L) to (%L)', name, log,
        date_trunc('month', month), date_trunc('month', month) + interval '1 month');
    exception when check_violation or duplicate_table then
      continue;
    end;
    execute format('create trigger append_only_itself before update or delete or truncate on webhooks.%I
      for each statement execute function webhooks.refuse_change()', name);
    execute format('alter table webhooks.%I enable always trigger append_only_itself', name);
  end loop;
end $$;
create table webhooks.events_default partition of webhooks.events default;
create table webhooks.outcomes_default partition of webhooks.outcomes default;
create trigger append_only_itself before update or delete or truncate on webhooks.events_default
  for each statement execute function webhooks.refuse_change();
create trigger append_only_itself before update or delete or truncate on webhooks.outcomes_default
  for each statement execute function webhooks.refuse_change();
alter table webhooks.events_default enable always trigger append_only_itself;
alter table webhooks.outcomes_default enable always trigger append_only_itself;
select webhooks.prepare((date_trunc('month', now()) + step * interval '1 month')::date) from generate_series(0, 2) step;

-- A head that nobody else holds, else whichever is free first.
create function webhooks.take_head(name text, out head webhooks.heads) language plpgsql
  set search_path = pg_catalog, pg_temp as $$
begin
  select * into head from webhooks.heads where log = name
  order by chain = pg_backend_pid() % 32 desc limit 1 for update skip locked;
  if head.chain is null then
    select * into head from webhooks.heads where log = name and chain = pg_backend_pid() % 32 for update;
  end if;
end $$;

-- The event's number, and whether it is new. The same one again, even at once, is one row.
create function webhooks.append(entry jsonb) returns table (id bigint, is_new boolean) language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  event webhooks.events;
  head webhooks.heads;
  known bigint;
begin
  event.id := nextval('webhooks.event_ids');
  event.provider := entry ->> 'provider';
  event.environment := entry ->> 'environment';
  event.event_id := entry ->> 'eventId';
  insert into webhooks.event_names as names (provider, environment, event_id, id, received_at)
  values (event.provider, event.environment, event.event_id, event.id, clock_timestamp())
  on conflict do nothing;
  if not found then
    select names.id into known from webhooks.event_names names
    where (names.provider, names.environment, names.event_id) = (event.provider, event.environment, event.event_id);
    return query select known, false;
    return;
  end if;
  event.type := entry ->> 'type';
  event.subtype := entry ->> 'subtype';
  event.purchase_digest := decode(entry ->> 'purchaseDigest', 'hex');
  event.signed_at := entry ->> 'signedAt';
  event.raw_digest := decode(entry ->> 'rawDigest', 'hex');
  event.raw := entry ->> 'raw';
  event.verifier := (entry ->> 'verifier')::integer;
  head := webhooks.take_head('events');
  event.received_at := clock_timestamp(); -- with the head held: a chain goes forward in time, over all months
  event.chain := head.chain;
  event.position := head.position + 1;
  event.previous := head.hash;
  event.hash := webhooks.hash_of(event);
  insert into webhooks.events values (event.*);
  update webhooks.heads set position = event.position, hash = event.hash
  where log = 'events' and heads.chain = event.chain;
  return query select event.id, true;
end $$;

create function webhooks.append_outcome(number bigint, what text, why text) returns void language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  outcome webhooks.outcomes;
  head webhooks.heads;
begin
  outcome.event := number;
  outcome.outcome := what;
  outcome.detail := why;
  head := webhooks.take_head('outcomes');
  outcome.at := clock_timestamp();
  outcome.chain := head.chain;
  outcome.position := head.position + 1;
  outcome.previous := head.hash;
  outcome.hash := webhooks.hash_of(outcome);
  insert into webhooks.outcomes values (outcome.*);
  update webhooks.heads set position = outcome.position, hash = outcome.hash
  where log = 'outcomes' and heads.chain = outcome.chain;
end $$;

-- Takes the oldest month there is; another one would leave a hole in the chains. Run by whoever administers the database.
create function webhooks.drop_month(asked date) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  first constant date := date_trunc('month', asked);
  log text;
begin
  if exists (select from webhooks.events where received_at < first)
    or exists (select from webhooks.outcomes where at < first) then
    raise exception 'only the oldest month can go' using errcode = 'check_violation';
  end if;
  if first >= date_trunc('month', now()) then
    raise exception 'this month is not over' using errcode = 'check_violation';
  end if;
  foreach log in array array['events', 'outcomes'] loop
    execute format('insert into webhooks.dropped select %L, %L, last.* from (
      select distinct on (chain) chain, position, hash from webhooks.%I order by chain, position desc) last',
      first, log, log || to_char(first, '_YYYY_MM'));
    execute format('drop table webhooks.%I', log || to_char(first, '_YYYY_MM'));
  end loop;
  alter table webhooks.event_names disable trigger append_only;
  delete from webhooks.event_names where received_at >= first and received_at < first + interval '1 month';
  alter table webhooks.event_names enable always trigger append_only;
  delete from public.webhook_keys where month = first;
end $$;

revoke all on all routines in schema webhooks from public;
grant execute on function webhooks.append, webhooks.append_outcome, webhooks.prepare to honeydue_system;

-- What was sent is sealed under a key of its month, itself sealed with the installation's: the log cannot be sealed anew.
create table webhook_keys (
  month date primary key,
  sealed text not null,
  made_at timestamptz not null
);
select wall.for_system('webhook_keys');
