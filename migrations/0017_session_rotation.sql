-- A session goes on under a new token as time passes (docs/decisions/0016-sessions.md). The tokens it had are kept as digests
-- while it lasts: the last one works for a moment more, and whoever comes with one later holds a copy of it.
alter table sessions add column token_made_at timestamptz not null default now();

create table former_session_tokens (
  digest bytea primary key check (octet_length(digest) = 32), -- SHA-256
  session_id uuid not null references sessions on delete cascade,
  user_id uuid not null references users on delete cascade,
  replaced_at timestamptz not null
);
create index former_session_tokens_session on former_session_tokens (session_id);
create index former_session_tokens_user on former_session_tokens (user_id);
