-- An address that somebody signed in wants to have, or has and has not proved yet. The code that proves it is made for this
-- row's person and this very address.
create table address_proofs (
  user_id uuid primary key references users on delete cascade,
  email text not null check (email = lower(email)),
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
create index address_proofs_expiry on address_proofs (expires_at);

-- The way to stop a change of address, mailed to the former one.
alter type one_time_purpose add value 'stop_email_change';

-- Browser, system and country that somebody has signed in from before: a sign-in from anywhere else is told by mail.
create table seen_devices (
  user_id uuid not null references users on delete cascade,
  device text not null,
  last_seen_at timestamptz not null,
  primary key (user_id, device)
);
