-- What a password costs (argon2id), as the first start measured it: the same for every process and every start after it.
create table password_cost (
  is_the_one boolean primary key default true check (is_the_one),
  memory_kib integer not null check (memory_kib between 19456 and 262144),
  passes integer not null check (passes between 1 and 10),
  lanes integer not null check (lanes between 1 and 16),
  measured_at timestamptz not null default now()
);
