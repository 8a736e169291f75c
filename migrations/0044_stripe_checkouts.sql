-- The page of Stripe's on which an account can pay, of which there is one at a time, and for which price it is.
alter table stripe_customers
  add column checkout_id text check (length(checkout_id) <= 200),
  add column checkout_price text check (length(checkout_price) <= 200),
  add check ((checkout_id is null) = (checkout_price is null));
