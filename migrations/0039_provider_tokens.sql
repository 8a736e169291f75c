-- The token that every process presents to Apple's push service: one for each key, because Apple refuses whoever renews it
-- more often than every twenty minutes. It works for an hour and is sealed.
create table provider_tokens (
  fingerprint bytea primary key check (octet_length(fingerprint) = 32), -- SHA-256 of the key and its names
  token_sealed text not null,
  made_at timestamptz not null
);
select wall.for_system('provider_tokens');
