-- A link by which somebody without an account does one task of a home.
create table guest_links (
  id uuid primary key,
  residence_id uuid not null references residences on delete cascade,
  task_id uuid not null references tasks on delete cascade,
  created_by uuid not null references users on delete cascade, -- within whose right the guest acts
  digest bytea not null unique,
  key_id text not null,
  contractor_id uuid references contractors on delete set null,
  contractor_name text,
  address text not null check (address in ('none', 'town', 'full')),
  shows_photos boolean not null,
  state text not null default 'open' check (state in ('open', 'waiting', 'accepted')),
  expires_at timestamptz not null,
  created_at timestamptz not null,
  done_at timestamptz,
  word text, -- why it was sent back
  notes text,
  cost_minor bigint,
  cost_currency text,
  photo_ids uuid[] not null default '{}', -- in the order in which they are shown
  invoice_id uuid,
  check ((cost_minor is null) = (cost_currency is null)),
  check ((state = 'open') or done_at is not null)
);
create index guest_links_task on guest_links (task_id);
create index guest_links_home on guest_links (residence_id, state);
create index guest_links_maker on guest_links (created_by);
create index guest_links_expiry on guest_links (expires_at);

-- What came through a link: uploads first, then the files that they become, under the same ids. While its link is there a file
-- is not swept; it goes with the link unless a completion shows it.
create table guest_files (
  file_id uuid primary key,
  link_id uuid not null references guest_links on delete cascade,
  residence_id uuid not null references residences on delete cascade
);
create index guest_files_link on guest_files (link_id);
create index guest_files_home on guest_files (residence_id);

select wall.for_homes('guest_links', 'select, insert, update, delete');
select wall.for_homes('guest_files', 'select, insert, delete');
