-- What was made of which entry of a list, by a digest of what the entry is known by: bringing the list in again doubles nothing.
create table imported_entries (
  residence_id uuid not null references residences on delete cascade,
  digest bytea not null check (octet_length(digest) = 32),
  task_id uuid not null references tasks on delete cascade,
  primary key (residence_id, digest)
);
create index imported_entries_task on imported_entries (task_id);
select wall.for_homes('imported_entries', 'select, insert');
