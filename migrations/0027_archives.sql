-- Archives lie in the storage of files, in parts: as one they would be too large for a row and for the memory.
create table archives (
  id uuid primary key,
  user_id uuid not null references users on delete cascade, -- for whom it is made
  bytes bigint check (bytes > 0),                            -- of the whole; null until it is
  expires_at timestamptz not null
);
create index archives_user on archives (user_id);
create index archives_expiry on archives (expires_at);
create table archive_parts (
  archive_id uuid not null references archives on delete cascade,
  position integer not null check (position >= 0),
  object_key text not null unique,
  primary key (archive_id, position)
);
create function doom_archive_parts() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into doomed_objects (object_key) select object_key from old_rows
  on conflict (object_key) do update set kept_until = null;
  insert into outbox (name, payload) select 'files.remove-objects', '{}' where exists (select from old_rows);
  return null;
end $$;
create trigger archive_parts_doomed after delete on archive_parts
  referencing old table as old_rows for each statement execute function doom_archive_parts();

select wall.for_people('archives', 'select, insert, delete');
select wall.stand('archive_parts', 'select', 'exists (select from archives where archives.id = archive_id)');

-- The former archives of one's data were rows, for a day at most; who wants theirs asks again.
delete from personal_exports;
alter table personal_exports drop column archive;
alter table personal_exports add constraint personal_exports_archive foreign key (id) references archives on delete cascade;
