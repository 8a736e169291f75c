-- People, their sessions, and what proves who they are. Digests only: a dump of these tables opens no door.

create type language as enum ('en', 'de');

create table users (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  display_name text not null,
  password_hash text not null, -- PHC string, argon2id
  password_version integer not null default 1, -- raised by each new password, not by a new hash of the same one
  time_zone text not null,
  language language not null,
  due_soon_days integer not null default 30 check (due_soon_days between 1 and 365),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- A person who has not proved the address yet. The code works only together with this row's id, which only the browser
-- that registered knows: nobody can slip their own password under somebody else's address.
create table registrations (
  id uuid primary key,
  email text not null check (email = lower(email)),
  display_name text not null,
  password_hash text not null,
  time_zone text not null,
  language language not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
create index registrations_expiry on registrations (expires_at);

create type one_time_purpose as enum ('verify_email', 'reset_password');

-- Everything that is mailed and may be used once. `subject_id` is the registration or the user.
create table one_time_credentials (
  id uuid primary key,
  purpose one_time_purpose not null,
  subject_id uuid not null,
  digest bytea not null check (octet_length(digest) = 32),
  attempts_left integer not null check (attempts_left >= 0),
  expires_at timestamptz not null,
  consumed_at timestamptz,
  created_at timestamptz not null default now()
);
-- A new credential supersedes the former one of the same purpose and subject.
create unique index one_time_credentials_live on one_time_credentials (purpose, subject_id) where consumed_at is null;
create index one_time_credentials_digest on one_time_credentials (digest);
create index one_time_credentials_expiry on one_time_credentials (expires_at);

create type session_transport as enum ('cookie', 'bearer');

create table sessions (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  token_digest bytea not null unique check (octet_length(token_digest) = 32), -- SHA-256
  transport session_transport not null,
  user_agent text not null,
  ip inet,
  authenticated_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  idle_expires_at timestamptz not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
create index sessions_user on sessions (user_id);
