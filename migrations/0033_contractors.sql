-- The tradespeople of a home: whom to call, and who did what.
create table contractors (
  id uuid primary key,
  residence_id uuid not null references residences on delete cascade,
  name text not null,
  company text,
  specialties text[] not null, -- the words of contract/contractors.ts
  phone text,
  email text,
  site text,
  notes text,
  favourite boolean not null,
  version bigint not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- The order of the list: favourites first, then by name.
  list_rank smallint not null generated always as (case when favourite then 0 else 1 end) stored,
  sort_name text not null generated always as (lower(name)) stored,
  search_text text not null generated always as (
    lower(name || ' ' || coalesce(company, '') || ' ' || coalesce(phone, '') || ' ' || coalesce(email, '') || ' ' ||
      coalesce(notes, ''))
  ) stored
);
create index contractors_list on contractors (residence_id, list_rank, sort_name, id);

-- A task loses them when they are deleted; a completion keeps the name that they had.
alter table tasks add column contractor_id uuid references contractors on delete set null;
create index tasks_contractor on tasks (contractor_id) where contractor_id is not null;
alter table completions add column contractor_id uuid references contractors on delete set null;
alter table completions add column contractor_name text;
alter table completions add check (contractor_id is null or contractor_name is not null);
create index completions_contractor on completions (contractor_id, completed_on desc, id desc)
  where contractor_id is not null;

select wall.for_homes('contractors', 'select, insert, update, delete');
