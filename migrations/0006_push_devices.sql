-- Where notices are sent to. A token belongs to one person at a time, whoever registered it last, and to the session that
-- did: it goes with it. What is sent needs the token itself, so it is sealed, not digested.
create type push_platform as enum ('apns', 'fcm');

create table push_devices (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  session_id uuid not null references sessions on delete cascade,
  platform push_platform not null,
  token_digest bytea not null unique check (octet_length(token_digest) = 32), -- SHA-256: one row for a token for good
  token_sealed text not null,
  registered_at timestamptz not null
);
create index push_devices_user on push_devices (user_id);
create index push_devices_session on push_devices (session_id);
