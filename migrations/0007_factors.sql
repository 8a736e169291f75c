-- What beside the password shows who somebody is.

create table totp_factors (
  user_id uuid primary key references users on delete cascade,
  sealed_secret text not null, -- the key ring's `field`, bound to the column and the user
  last_used_step bigint, -- of 30 seconds since 1970: a code of this step or an earlier one is refused
  confirmed_at timestamptz, -- null: begun, asks for nothing yet
  created_at timestamptz not null default now()
);

create table recovery_codes (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  digest bytea not null unique check (octet_length(digest) = 32), -- keyed, of user and code
  key_id text not null,
  used_at timestamptz,
  created_at timestamptz not null default now()
);
create index recovery_codes_user on recovery_codes (user_id);

create table passkeys (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
  public_key bytea not null, -- COSE
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  aaguid uuid not null, -- which kind of authenticator made it; all zeros when it does not say
  label text not null,
  backed_up boolean not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkeys_user on passkeys (user_id);
