-- Addresses at which calendar programs read a person's tasks. The secret of the address is a keyed digest here.
create type feed_content as enum ('events', 'todos');
create table calendar_feeds (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  digest bytea not null unique check (octet_length(digest) = 32),
  key_id text not null,
  content feed_content not null,
  alarms boolean not null,
  created_at timestamptz not null,
  last_read_at timestamptz -- to the hour
);
create index calendar_feeds_user on calendar_feeds (user_id);
select wall.for_people('calendar_feeds', 'select, insert, delete');
