-- Since when we know that somebody has deleted the customer at Stripe: another one takes its place when it is needed.
alter table stripe_customers add column gone_at timestamptz;
