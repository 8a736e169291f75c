-- The second wall: a person's request sees and changes what is theirs or their homes', whatever the query forgot. The first
-- wall are the queries themselves (server/features/residences/access-queries.ts). docs/decisions/0018-row-level-security.md
--
-- A new table gets one of these lines in its migration, with no more rights than people's requests use:
--   select wall.for_people('passkeys', 'select, insert, delete');   rows of a person, in the column user_id
--   select wall.for_homes('documents', 'select, insert');           rows of a residence, in the column residence_id
--   select wall.for_system('lockouts');                             nothing that a signed-in person's request has to see
--   select wall.stand('odd_ones', 'select', 'owner_id = wall.me()');   anything else

create schema wall;
grant usage on schema wall to honeydue_app, honeydue_system;

-- Whose request this is; null, and so nothing, for nobody's.
create function wall.me() returns uuid language sql stable
  return nullif(current_setting('app.user', true), '')::uuid;

-- Rights and policies of a table: the rights that people's requests have, and the rows that they have them to.
create function wall.stand(name regclass, rights text, visible text) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format('alter table %s force row level security', name);
  -- The owner, too, is held by policies (forced): this one lets migrations, triggers and foreign keys do their work.
  execute format('create policy owner on %s to honeydue_owner using (true) with check (true)', name);
  execute format('revoke all on %s from honeydue_app, honeydue_system', name);
  execute format('grant select, insert, update, delete on %s to honeydue_system', name);
  execute format('create policy system on %s to honeydue_system using (true) with check (true)', name);
  if rights is null then return; end if;
  execute format('grant %s on %s to honeydue_app', rights, name);
  execute format('create policy person on %s to honeydue_app using (%s) with check (%2$s)', name, visible);
end $$;

create function wall.for_system(name regclass) returns void language sql
  return wall.stand(name, null, null);
create function wall.for_people(name regclass, rights text, person text default 'user_id') returns void language sql
  return wall.stand(name, rights, format('%I = wall.me()', person));
-- The homes are read once for a statement. As a test for null the condition searches no index and is believed to leave
-- nearly every row: the query's own conditions choose the plan, as they would without a wall.
create function wall.for_homes(name regclass, rights text, residence text default 'residence_id') returns void language sql
  return wall.stand(name, rights, format(
    'nullif(%I = any (array(select residence_id from memberships where user_id = wall.me())), false) is not null', residence));

-- For the table that says what the homes are, and so cannot ask itself.
create function wall.homes() returns uuid[] language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return array(select residence_id from public.memberships where user_id = wall.me());
end $$;
create function wall.is_new(residence uuid) returns boolean language plpgsql stable security definer
  set search_path = pg_catalog, pg_temp as $$
begin
  return not exists (select from public.memberships where residence_id = residence);
end $$;
revoke all on all routines in schema wall from public;
grant execute on function wall.me, wall.homes, wall.is_new to honeydue_app, honeydue_system;

alter default privileges in schema public revoke all on tables from honeydue_app, honeydue_system;

-- Of a person.
select wall.for_people('sessions', 'select, update, delete');
select wall.for_people('former_session_tokens', 'select, insert');
select wall.for_people('idempotency_keys', 'select, insert, update');
select wall.for_people('push_devices', 'select, delete');
select wall.for_people('identities', 'select, insert, update, delete');
select wall.for_people('personal_exports', 'select, insert, update');
select wall.for_people('address_proofs', 'select, insert, update, delete');
select wall.for_people('device_credentials', 'select, delete');
select wall.for_people('totp_factors', 'select, insert, update, delete');
select wall.for_people('recovery_codes', 'select, insert, update, delete');
select wall.for_people('passkeys', 'select, insert, update, delete');
-- Of oneself, of one of one's sessions, or meant for oneself.
select wall.stand('one_time_credentials', 'select, insert, update', $$
  subject_id = wall.me() or context ->> 'userId' = wall.me()::text
  or exists (select from sessions where sessions.id = subject_id)$$);

-- Of nobody, or of whoever has not shown yet who they are.
select wall.for_system(name) from unnest(array['registrations', 'seen_devices', 'guessed_accounts', 'guess_sources',
  'guess_alarms', 'password_cost', 'mail_counts', 'turn_mails', 'pending_revocations', 'provider_events']) name;

-- Of a household.
select wall.for_homes('tasks', 'select, insert, update, delete');
select wall.for_homes('task_counts', 'select'); -- the triggers below keep it
select wall.for_homes('completions', 'select, insert, update, delete');
select wall.for_homes('share_codes', 'select, insert, update');
select wall.stand('task_done_counts', 'select, insert, update', 'exists (select from tasks where tasks.id = task_id)');

-- Anybody may note work, and nobody but the system reads it.
select wall.stand('outbox', 'insert', 'true');

-- Oneself, and to look at those one lives with and whoever did something in one's homes.
select wall.for_people('users', 'select, update', 'id');
create policy known on users for select to honeydue_app using (
  exists (select from memberships where memberships.user_id = users.id)
  or exists (select from completions where completions.completed_by = users.id));

-- A residence is nobody's until its first member is there, and that is whoever makes it. Everybody else becomes a member
-- by a code, which the system looks up (server/features/residences/join-residence.ts).
select wall.for_homes('residences', 'select, insert, update, delete', 'id');
alter policy person on residences with check (true);
select wall.stand('memberships', 'select, insert, update, delete',
  'user_id = wall.me() or residence_id = any ((select wall.homes())::uuid[])');
alter policy person on memberships
  with check (residence_id = any ((select wall.homes())::uuid[]) or (user_id = wall.me() and wall.is_new(residence_id)));

-- What follows from a change is done in full, also where whoever made it is no member any more.
alter function count_inserted_tasks() security definer set search_path = pg_catalog, public, pg_temp;
alter function count_updated_tasks() security definer set search_path = pg_catalog, public, pg_temp;
alter function count_deleted_tasks() security definer set search_path = pg_catalog, public, pg_temp;
alter function leave_tasks() security definer set search_path = pg_catalog, public, pg_temp;
alter function keep_refresh_token() security definer set search_path = pg_catalog, public, pg_temp;
