-- What staff have said of an account, and why: account_marks and entitlements say what is so now.
create table account_mark_changes (
  id uuid primary key,
  account_id uuid not null references users on delete cascade,
  at timestamptz not null,
  mark text not null check (mark in ('free', 'sandbox')),
  is_set boolean not null,
  reason text not null check (length(reason) between 1 and 500),
  changed_by uuid references users on delete set null
);
create index account_mark_changes_account on account_mark_changes (account_id, at);
create index account_mark_changes_changer on account_mark_changes (changed_by) where changed_by is not null;
select wall.for_system('account_mark_changes');

-- A second person approves within three days, and then it stays so for thirty.
create index purchase_transfers_purchase on purchase_transfers (purchase_id, decided_at);

-- What an anchor of the webhook log is made of.
grant select on webhooks.heads to honeydue_system;
