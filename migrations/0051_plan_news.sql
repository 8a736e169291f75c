-- What somebody is to be told of their plan, each occurrence once (docs/decisions/0031-plan-news.md).
create table plan_news (
  user_id uuid not null references users on delete cascade,
  kind text not null check (kind in ('trial', 'payment', 'lapse', 'end', 'price')),
  occasion text not null check (length(occasion) between 1 and 300), -- the trial, or the purchase and its period
  purchase_id uuid references store_purchases on delete cascade,
  noted_at timestamptz not null,
  due_at timestamptz,  -- null: handed to the job that mails it
  said text check (said ~ '^[a-z_]{1,40}$'), -- which mail it was; null: none so far
  sent_at timestamptz,
  primary key (user_id, kind, occasion),
  check ((said is null) = (sent_at is null))
);
create index plan_news_due on plan_news (due_at) where due_at is not null;
create index plan_news_purchase on plan_news (purchase_id) where purchase_id is not null;
create index entitlements_trial on entitlements (trial_until) where trial_until is not null;

select wall.for_system('plan_news');
