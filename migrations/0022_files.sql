-- Photos and papers. The bytes lie in a folder or a bucket under their keys; here is what there is and whose it is.

create type file_type as enum ('image/jpeg', 'image/png', 'image/webp', 'application/pdf');
create table files (
  id uuid primary key, -- of the upload it came from, so that finishing one twice makes one file
  residence_id uuid not null references residences on delete cascade,
  owner_id uuid not null references users on delete cascade,
  type file_type not null,
  name text,
  bytes integer not null check (bytes > 0),          -- of what is opened
  stored_bytes integer not null check (stored_bytes >= bytes), -- and of all that is kept
  digest bytea not null check (octet_length(digest) = 32), -- SHA-256, for its ETag
  width integer,
  height integer,
  object_key text not null unique,
  thumbnail_key text unique,
  created_at timestamptz not null,
  check ((type = 'application/pdf') = (thumbnail_key is null)),
  check ((width is null) = (thumbnail_key is null) and (height is null) = (thumbnail_key is null))
);
create index files_residence on files (residence_id, created_at);
create index files_owner on files (owner_id);
create index files_age on files (created_at);

-- What has arrived of a file that is not whole yet: it waits here and nowhere else until it has been looked at.
create table uploads (
  id uuid primary key,
  residence_id uuid not null references residences on delete cascade,
  owner_id uuid not null references users on delete cascade,
  name text,
  size integer not null check (size > 0),
  received integer not null default 0 check (received between 0 and size),
  expires_at timestamptz not null
);
create index uploads_residence on uploads (residence_id);
create index uploads_owner on uploads (owner_id);
create index uploads_expiry on uploads (expires_at);
create table upload_parts (
  upload_id uuid not null references uploads on delete cascade,
  starts_at integer not null,
  bytes bytea not null,
  primary key (upload_id, starts_at)
);
alter table upload_parts alter column bytes set storage external; -- a photo does not get smaller

-- How much each home and each person has, and what uploads that have begun may become. It grows by a conditional update,
-- which knows the limit; it shrinks by trigger, so that no way out of a table can forget it.
create table home_storage (
  residence_id uuid primary key references residences on delete cascade,
  stored bigint not null default 0 check (stored >= 0),
  awaited bigint not null default 0 check (awaited >= 0)
);
create table person_storage (
  user_id uuid primary key references users on delete cascade,
  stored bigint not null default 0 check (stored >= 0),
  awaited bigint not null default 0 check (awaited >= 0)
);
create function free_storage() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_table_name = 'files' then
    update home_storage set stored = stored - old.stored_bytes where residence_id = old.residence_id;
    update person_storage set stored = stored - old.stored_bytes where user_id = old.owner_id;
  else
    update home_storage set awaited = awaited - old.size where residence_id = old.residence_id;
    update person_storage set awaited = awaited - old.size where user_id = old.owner_id;
  end if;
  return null;
end $$;
create trigger files_freed after delete on files for each row execute function free_storage();
create trigger uploads_freed after delete on uploads for each row execute function free_storage();

-- Objects that nobody needs any more, and until `kept_until` those that are just being written: whatever happens between
-- storage and database, no object is there of which neither table knows. A job removes them.
create table doomed_objects (
  object_key text primary key,
  kept_until timestamptz, -- null: not at all
  announced_by uuid       -- whose request is writing it
);
create function doom_objects() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into doomed_objects (object_key)
  select key from old_rows, unnest(array[object_key, thumbnail_key]) key where key is not null
  on conflict (object_key) do update set kept_until = null;
  insert into outbox (name, payload) select 'files.remove-objects', '{}' where exists (select from old_rows);
  return null;
end $$;
create trigger files_doomed after delete on files
  referencing old table as old_rows for each statement execute function doom_objects();

-- Where files are attached.
create table completion_photos (
  completion_id uuid not null references completions on delete cascade,
  position smallint not null check (position between 0 and 9),
  file_id uuid not null references files on delete cascade,
  primary key (completion_id, position),
  unique (file_id, completion_id)
);
alter table residences add column photo_id uuid references files on delete set null;
create index residences_photo on residences (photo_id) where photo_id is not null;

-- Whoever added a file reads it also after leaving its home. `update` is for locking it while it is attached.
select wall.stand('files', 'select, insert, update, delete', $$owner_id = wall.me() or
  nullif(residence_id = any (array(select residence_id from memberships where user_id = wall.me())), false) is not null$$);
select wall.for_people('uploads', 'select, insert, update, delete', 'owner_id');
select wall.stand('upload_parts', 'select, insert', 'exists (select from uploads where uploads.id = upload_id)');
select wall.for_homes('home_storage', 'select, insert, update');
select wall.for_people('person_storage', 'select, insert, update');
select wall.for_people('doomed_objects', 'select, insert, update, delete', 'announced_by');
select wall.stand('completion_photos', 'select, insert, delete',
  'exists (select from completions where completions.id = completion_id)');
