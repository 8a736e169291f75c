-- What somebody had put together to prove what was done in a home; one for each home and person, and not for long.
create type proof_pack_state as enum ('waiting', 'ready', 'too_large');
create table proof_packs (
  id uuid primary key references archives on delete cascade,
  user_id uuid not null references users on delete cascade,
  residence_id uuid not null references residences on delete cascade,
  state proof_pack_state not null default 'waiting',
  asked jsonb not null, -- period, tasks and what to include, as the contract has it
  requested_at timestamptz not null,
  unique (user_id, residence_id)
);
create index proof_packs_residence on proof_packs (residence_id);

-- The pack goes with the membership, its archive with the pack.
create function delete_archive_of_pack() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from archives where id = old.id;
  return null;
end $$;
create trigger proof_packs_deleted after delete on proof_packs for each row execute function delete_archive_of_pack();
alter table proof_packs add foreign key (user_id, residence_id) references memberships (user_id, residence_id) on delete cascade;

select wall.for_people('proof_packs', 'select, insert, delete');
