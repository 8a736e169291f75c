-- Rooms, and what stands in them or runs through the home.

create table areas (
  id uuid primary key,
  residence_id uuid not null references residences on delete cascade,
  name text not null,
  notes text,
  version bigint not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (residence_id, id)
);

create table assets (
  id uuid primary key,
  residence_id uuid not null references residences on delete cascade,
  area_id uuid,
  name text not null,
  kind text not null, -- contract/assets.ts knows the words
  make text,
  model text,
  serial text,
  installed_on date,
  price_minor bigint,
  price_currency text,
  expected_life_years smallint check (expected_life_years > 0),
  warranty_ends_on date,
  notes text,
  archived_at timestamptz,
  area_sort uuid not null generated always as (coalesce(area_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff')) stored, -- in no room: last
  version bigint not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (residence_id, id),
  foreign key (residence_id, area_id) references areas (residence_id, id) on delete set null (area_id),
  check ((price_minor is null) = (price_currency is null))
);
create index assets_list on assets (residence_id, area_sort, name, id);

select wall.for_homes('areas', 'select, insert, update, delete');
select wall.for_homes('assets', 'select, insert, update, delete');

-- A task names only what is of its own home. When that goes, the task stays.
alter table tasks add column asset_id uuid;
alter table tasks add column area_id uuid;
alter table tasks
  add foreign key (residence_id, asset_id) references assets (residence_id, id) on delete set null (asset_id),
  add foreign key (residence_id, area_id) references areas (residence_id, id) on delete set null (area_id);
create index tasks_asset on tasks (residence_id, asset_id, state, sort_on, id) where asset_id is not null;
create index tasks_area on tasks (residence_id, area_id, state, sort_on, id) where area_id is not null;

-- What was done to it: the appliance that the task was about on that day. Its cost is added up from the index alone.
alter table completions add column asset_id uuid;
alter table completions
  add foreign key (residence_id, asset_id) references assets (residence_id, id) on delete set null (asset_id);
create index completions_asset on completions (residence_id, asset_id, completed_on desc, id desc)
  include (cost_minor, cost_currency) where asset_id is not null;
