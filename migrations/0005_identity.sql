-- Ground for stronger accounts: which key made a digest, what a one-time credential belongs to, how somebody signed in.

-- The key that made a digest, so that a key is dropped only when nothing made with it still works.
alter table one_time_credentials add column key_id text not null default 'unknown';
alter table share_codes add column key_id text not null default 'unknown';
alter table idempotency_keys add column key_id text not null default 'unknown';

alter type one_time_purpose add value 'change_email';
alter type one_time_purpose add value 'second_factor';
alter type one_time_purpose add value 'passkey';
alter type one_time_purpose add value 'federated_sign_in';
alter type one_time_purpose add value 'link_identity';
alter type one_time_purpose add value 'download_export';

-- What the effect needs to know when the credential is used: ids and addresses, never a secret.
alter table one_time_credentials add column context jsonb;
-- Digest of what the credential works together with only (a cookie of the browser that began); null: it works alone.
alter table one_time_credentials add column bound_digest bytea check (octet_length(bound_digest) = 32);

-- Null: somebody who signs in with Google, Apple or a passkey only.
alter table users alter column password_hash drop not null;
-- Null: the provider did not vouch for the address, and nobody has proved it yet.
alter table users add column email_verified_at timestamptz;
update users set email_verified_at = created_at;
-- Set by staff: the account is kept and lets nobody in.
alter table users add column disabled_at timestamptz;

create type sign_in_method as enum ('password', 'mailed_code', 'totp', 'recovery_code', 'passkey', 'google', 'apple', 'oidc');
-- What was shown to begin the session, in order; a second factor is one of totp, recovery_code and passkey.
alter table sessions add column methods sign_in_method[] not null default '{password}';
