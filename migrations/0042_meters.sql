-- What counts hours, kilometres or cubic metres, of an appliance or of the home. Amounts are thousandths of the meter's unit.

create table meters (
  id uuid primary key,
  residence_id uuid not null references residences on delete cascade,
  asset_id uuid, -- null: of the home
  name text not null,
  unit text not null, -- contract/meters.ts knows the words
  digits smallint check (digits between 1 and 9), -- before the point: after the highest value it begins again at 0
  version bigint not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (residence_id, id),
  foreign key (residence_id, asset_id) references assets (residence_id, id) on delete cascade
);
create index meters_list on meters (residence_id, id);
create index meters_asset on meters (residence_id, asset_id, id);

create table meter_readings (
  id uuid primary key,
  residence_id uuid not null references residences on delete cascade,
  meter_id uuid not null,
  number integer not null,    -- 1, 2, 3 … within the meter; of one day the later one counts
  read_on date not null,
  value bigint not null check (value >= 0), -- what it shows from then on
  former_value bigint check (former_value >= 0), -- what the meter showed last that was replaced by this one
  position bigint not null,   -- on one line that goes on over new beginnings at 0 and over new meters
  read_by uuid references users on delete set null,
  completion_id uuid references completions on delete cascade, -- taken when a task was done
  recorded_at timestamptz not null,
  unique (meter_id, number),
  foreign key (residence_id, meter_id) references meters (residence_id, id) on delete cascade
);
create index meter_readings_line on meter_readings (meter_id, read_on, number) include (position);
create index meter_readings_position on meter_readings (meter_id, position);
create index meter_readings_completion on meter_readings (completion_id) where completion_id is not null;
create index meter_readings_person on meter_readings (read_by) where read_by is not null;
create index meter_readings_residence on meter_readings (residence_id);

select wall.for_homes('meters', 'select, insert, update, delete');
select wall.for_homes('meter_readings', 'select, insert, update, delete');
create policy meter_reader on users for select to honeydue_app using (
  exists (select from meter_readings where meter_readings.read_by = users.id));

-- A task may be due every so often of a meter, beside or instead of its schedule; then `due_on` is whichever comes first.
alter table tasks add column meter_id uuid;
alter table tasks add column meter_every bigint check (meter_every > 0);
alter table tasks add column meter_base bigint; -- the meter's position from which it is counted; null: no reading yet
alter table tasks add column meter_held boolean not null default false; -- a date that somebody set: the meter waits until it is done
alter table tasks add column schedule_due_on date; -- what the schedule alone gives; only with a meter
alter table tasks add foreign key (residence_id, meter_id) references meters (residence_id, id);
create index tasks_meter on tasks (residence_id, meter_id) where meter_id is not null;

-- A task that is due by a meter is at no end and comes again, whatever its schedule.
drop index tasks_board;
drop index tasks_completed;
drop index tasks_asset;
drop index tasks_area;
alter table tasks drop column state, drop column recurring;
alter table tasks add column state text not null generated always as (
  case
    when cancelled_at is not null or archived_at is not null then 'off_board'
    -- A recurring task without a date has come to its end, be it by a skip.
    when due_on is null and meter_id is null and (completion_count > 0 or schedule ->> 'kind' = 'every') then 'completed'
    when in_progress_since is not null then 'in_progress'
    else 'open'
  end
) stored;
alter table tasks add column recurring boolean not null generated always as (
  schedule ->> 'kind' = 'every' or meter_id is not null
) stored;
create index tasks_board on tasks (residence_id, state, sort_on, id);
create index tasks_completed on tasks (residence_id, (coalesce(last_completed_on, '-infinity')) desc, id desc)
  where state = 'completed';
create index tasks_asset on tasks (residence_id, asset_id, state, sort_on, id) where asset_id is not null;
create index tasks_area on tasks (residence_id, area_id, state, sort_on, id) where area_id is not null;

-- When a meter goes, be it with its appliance, its tasks go on by their schedule alone.
create function leave_meter() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  update tasks set due_on = schedule_due_on, schedule_due_on = null, meter_id = null, meter_every = null, meter_base = null,
    meter_held = false, version = version + 1, updated_at = now()
  where residence_id = old.residence_id and meter_id = old.id;
  return old;
end $$;
create trigger meters_left before delete on meters for each row execute function leave_meter();
