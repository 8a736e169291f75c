create type property_type as enum
  ('house', 'apartment', 'townhouse', 'condominium', 'mobile_home', 'farm', 'holiday_home', 'other');
create type member_role as enum ('viewer', 'member', 'manager', 'owner');

create table residences (
  id uuid primary key,
  name text not null,
  time_zone text not null,
  street text,
  city text,
  region text,
  postal_code text,
  country text check (country ~ '^[A-Z]{2}$'),
  property_type property_type,
  profile jsonb not null default '{}',
  version bigint not null default 1,       -- of the row itself, for If-Match
  board_version bigint not null default 1, -- of all that its board shows; raised by triggers, read for the board's ETag
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table memberships (
  residence_id uuid not null references residences on delete cascade,
  user_id uuid not null references users on delete cascade,
  role member_role not null,
  joined_at timestamptz not null default now(),
  primary key (user_id, residence_id)
);
create index memberships_residence on memberships (residence_id, joined_at);

create table share_codes (
  id uuid primary key,
  residence_id uuid not null references residences on delete cascade,
  digest bytea not null unique check (octet_length(digest) = 32), -- HMAC-SHA-256 under a key derived from SECRET_KEY
  role member_role not null check (role <> 'owner'),
  max_uses integer not null check (max_uses between 1 and 50),
  uses integer not null default 0 check (uses between 0 and max_uses),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now()
);
create index share_codes_residence on share_codes (residence_id);
create index share_codes_expiry on share_codes (expires_at);
