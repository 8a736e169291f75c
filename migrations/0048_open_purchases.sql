-- What runs every minute or hour, and what goes with an account, is found without reading all that was ever bought.
create index store_purchases_unmapped on store_purchases (id) where state = 'UNMAPPED';
create index store_purchases_google on store_purchases (first_seen_at) where store = 'google' and account_id is not null;
create index purchase_facts_going_on on purchase_facts (((content ->> 'expiresAtMs')::bigint))
  where kind = 'google_purchase' and content ->> 'state' in ('ACTIVE', 'IN_GRACE_PERIOD');
create index purchase_transfers_former on purchase_transfers (from_account_id) where from_account_id is not null;

-- Nobody wrote them: when a store is asked again, jobs and google_purchase_tokens say.
alter table store_purchases drop column refetch_at, drop column refetch_attempts;
