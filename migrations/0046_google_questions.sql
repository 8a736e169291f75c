-- What Google tells is only that something of a purchase has changed: then it is asked, once for all that was told meanwhile.
alter table google_purchase_tokens
  add column marks bigint not null default 0,        -- how often it was told
  add column next_at timestamptz,                    -- when to ask; null: nothing was told since the last time
  add column attempts integer not null default 0,    -- since Google could last be asked
  add column held_until timestamptz;                 -- somebody is asking
create index google_purchase_tokens_next on google_purchase_tokens (next_at) where next_at is not null;
