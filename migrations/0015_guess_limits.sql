-- What stands between an account and whoever guesses at it (docs/decisions/0011-guess-limits.md). Whose account it is, and
-- where the guesses come from, is kept as keyed digests, so that an address without an account is kept just the same.

-- A device that somebody has signed in on. Guesses from it are counted by themselves: nobody else can shut it out.
create table device_credentials (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  token_digest bytea not null unique check (octet_length(token_digest) = 32), -- SHA-256
  failures integer not null default 0 check (failures >= 0),
  paused_until timestamptz,
  last_used_at timestamptz not null,
  created_at timestamptz not null
);
create index device_credentials_user on device_credentials (user_id);

-- A device has one session: the next one replaces it.
alter table sessions add column device_id uuid references device_credentials on delete set null;
create unique index sessions_device on sessions (device_id);

-- All guesses at an account from devices that are not known.
create table guessed_accounts (
  identifier_digest bytea primary key check (octet_length(identifier_digest) = 32),
  next_at timestamptz, -- GCRA's theoretical arrival time
  mailed_at timestamptz, -- when the owner was last told
  guessed_at timestamptz not null
);
create index guessed_accounts_sweep on guessed_accounts (guessed_at);

-- Guesses at an account from one address, or from one IPv6 /48.
create table guess_sources (
  identifier_digest bytea not null check (octet_length(identifier_digest) = 32),
  source_digest bytea not null check (octet_length(source_digest) = 32),
  network_digest bytea not null check (octet_length(network_digest) = 32), -- its IPv4 /24 or IPv6 /48
  independent boolean not null, -- whether it counts among the different sources: an IPv4 address or an IPv6 /48
  failures integer not null check (failures >= 0),
  paused_until timestamptz,
  guessed_at timestamptz not null,
  primary key (identifier_digest, source_digest)
);
create index guess_sources_network on guess_sources (network_digest, guessed_at);
create index guess_sources_sweep on guess_sources (guessed_at);

-- Where many accounts were guessed at of late: a network, or everywhere.
create table guess_alarms (
  network_digest bytea primary key check (octet_length(network_digest) = 32),
  raised_at timestamptz not null
);
