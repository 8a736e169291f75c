-- Leaving and taking one's things along.

-- When the account will be erased; null: nobody asked for it.
alter table users add column erase_at timestamptz;
create index users_erase on users (erase_at) where erase_at is not null;

create type export_state as enum ('waiting', 'ready', 'too_large');
-- One archive for each person, and not for long: the newest takes the place of the one before.
create table personal_exports (
  user_id uuid primary key references users on delete cascade,
  id uuid not null unique,
  state export_state not null default 'waiting',
  homes_done integer not null default 0,
  homes_total integer not null,
  archive bytea check (octet_length(archive) <= 33554432),
  requested_at timestamptz not null,
  expires_at timestamptz not null,
  check ((archive is not null) = (state = 'ready'))
);
alter table personal_exports alter column archive set storage external; -- a zip does not get smaller
create index personal_exports_expiry on personal_exports (expires_at);
