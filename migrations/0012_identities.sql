-- Who somebody is at a provider, and what has to be told there when they leave.

-- An address belongs to whoever has proved it. What somebody only claims, or a provider only says, keeps nobody out.
alter table users drop constraint users_email_key;
create unique index users_email_key on users (email) where email_verified_at is not null;

-- By issuer and subject, never by an address. One person may have several at different providers.
create table identities (
  id uuid primary key,
  user_id uuid not null references users on delete cascade,
  issuer text not null,
  subject text not null check (length(subject) between 1 and 255),
  client_id text not null, -- the client that saw it first; a refresh token is of that client
  email text, -- as the provider last said it; says nothing about the account's own address
  private_email boolean not null default false, -- a relay address of Apple
  email_forwarded boolean not null default true, -- Apple passes on what is sent to the relay address
  refresh_token text, -- sealed; Apple's, needed to tell it that somebody leaves
  transfer_subject text check (length(transfer_subject) between 1 and 255), -- while an app moves between Apple teams
  inactive_since timestamptz, -- consent withdrawn at the provider
  last_event_at timestamptz, -- of the newest notification that was applied
  last_used_at timestamptz not null,
  linked_at timestamptz not null,
  unique (issuer, subject)
);
create index identities_user on identities (user_id);
create unique index identities_transfer on identities (issuer, transfer_subject) where transfer_subject is not null;

-- A sealed refresh token whose identity is gone: a job tells the provider, until it has listened.
create table pending_revocations (
  id uuid primary key, -- of the identity that was; the token is sealed for it
  issuer text not null,
  client_id text not null,
  refresh_token text not null,
  next_attempt_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);
create index pending_revocations_due on pending_revocations (next_attempt_at);

-- However an identity goes, with its account too, the provider is told.
create function keep_refresh_token() returns trigger language plpgsql as $$
begin
  insert into pending_revocations (id, issuer, client_id, refresh_token, next_attempt_at)
    values (old.id, old.issuer, old.client_id, old.refresh_token, '-infinity');
  return null;
end $$;
create trigger identities_leave after delete on identities
  for each row when (old.refresh_token is not null) execute function keep_refresh_token();

create type provider_event_type as enum ('email-enabled', 'email-disabled', 'consent-revoked', 'account-deleted');

-- What a provider told us by itself: written down before it is answered, applied by a job, and never taken twice.
create table provider_events (
  id uuid primary key,
  issuer text not null,
  event_id text not null check (length(event_id) between 1 and 255),
  subject text not null,
  type provider_event_type not null,
  happened_at timestamptz not null,
  received_at timestamptz not null,
  applied_at timestamptz,
  unique (issuer, event_id)
);
