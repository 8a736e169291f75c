-- When Google has answered last, be it that it knows no such purchase: who has heard nothing of a purchase asks by this.
alter table google_purchase_tokens add column heard_at timestamptz;

-- What Google is asked about without being told is found without reading all that was ever bought.
create index purchase_facts_cancelled on purchase_facts (((content ->> 'expiresAtMs')::bigint))
  where kind = 'google_purchase' and content ->> 'state' = 'CANCELED';
create index purchase_facts_waiting on purchase_facts (clock_ms)
  where kind = 'google_purchase' and content ->> 'state' in ('ON_HOLD', 'PAUSED', 'PENDING');
