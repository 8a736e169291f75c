create type task_category as enum
  ('cleaning', 'heating_cooling', 'plumbing', 'electrical', 'appliances', 'exterior', 'garden', 'safety', 'pests',
   'vehicles', 'administration', 'other');
create type task_priority as enum ('low', 'medium', 'high', 'urgent');
create type task_rotation as enum ('fixed', 'round_robin', 'least_done', 'random');
-- What of a task's place on the board does not depend on the date. The order of the columns' rules is in
-- server/features/tasks/board-rules.ts; `open` is split there by due date.
create type task_state as enum ('off_board', 'completed', 'in_progress', 'open');

create table tasks (
  id uuid primary key,
  residence_id uuid not null references residences on delete cascade,
  title text not null,
  notes text,
  category task_category not null default 'other',
  priority task_priority not null default 'medium',
  estimated_minutes integer,
  estimated_cost_minor bigint,
  estimated_cost_currency text,
  schedule jsonb not null,
  anchor_on date,
  due_on date,
  rotation task_rotation not null default 'fixed',
  member_ids uuid[] not null default '{}', -- who takes part, in turn order
  assignee_id uuid references users on delete set null,
  checklist jsonb not null default '[]',
  in_progress_since timestamptz,
  cancelled_at timestamptz,
  archived_at timestamptz,
  completion_count integer not null default 0 check (completion_count >= 0), -- of kind `done`
  last_completed_on date,                                                    -- of kind `done`
  history_length integer not null default 0 check (history_length >= 0),     -- of any kind: the number of the latest
  state task_state not null generated always as (
    case
      when cancelled_at is not null or archived_at is not null then 'off_board'::task_state
      -- A recurring task without a date has come to its end, be it by a skip.
      when due_on is null and (completion_count > 0 or schedule ->> 'kind' = 'every') then 'completed'::task_state
      when in_progress_since is not null then 'in_progress'::task_state
      else 'open'::task_state
    end
  ) stored,
  sort_on date not null generated always as (coalesce(due_on, 'infinity'::date)) stored, -- undated tasks come last
  search tsvector not null generated always as (
    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B') ||
    setweight(jsonb_to_tsvector('simple', jsonb_path_query_array(checklist, '$[*].title'), '["string"]'), 'C')
  ) stored,
  -- What a card shows of the documents above, so that the board does not open them.
  recurring boolean not null generated always as (schedule ->> 'kind' = 'every') stored,
  time_of_day text generated always as (schedule ->> 'timeOfDay') stored,
  checklist_total integer not null generated always as (jsonb_array_length(checklist)) stored,
  checklist_done integer not null
    generated always as (jsonb_array_length(jsonb_path_query_array(checklist, '$[*] ? (@.done == true)'))) stored,
  version bigint not null default 1,
  created_by uuid references users on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((estimated_cost_minor is null) = (estimated_cost_currency is null))
);
-- One range for each list and each column of the board, by date; completed ones are shown newest first.
create index tasks_board on tasks (residence_id, state, sort_on, id);
create index tasks_completed on tasks (residence_id, (coalesce(last_completed_on, '-infinity')) desc, id desc)
  where state = 'completed';
create index tasks_assignee on tasks (assignee_id) where assignee_id is not null;

-- How many tasks a residence has by state and, for open ones, by day and by month of their due date: what the board's
-- exact counts are added up from, whole months where a range has them, so that ten years of dates are no more than some
-- dozen rows. What is off the board is not counted. Kept by trigger in the transaction of the change; `doctor` recomputes it. Rows at 0 are swept by a job.
create type count_span as enum ('day', 'month');
create table task_counts (
  residence_id uuid not null references residences on delete cascade,
  state task_state not null,
  span count_span not null, -- `day` for open tasks only
  sort_on date not null,    -- first day of the span; 'infinity' for tasks without a date and for every state but `open`
  tasks bigint not null,    -- no check: a proposed row of an upsert may be negative
  primary key (residence_id, state, span, sort_on) include (tasks)
);
create index task_counts_empty on task_counts (residence_id) where tasks = 0;

create type completion_kind as enum ('done', 'inspected', 'skipped');

create table completions (
  id uuid primary key,
  task_id uuid not null references tasks on delete cascade,
  residence_id uuid not null references residences on delete cascade,
  number integer not null,     -- 1, 2, 3 … within the task: the latest is the one that can be undone
  kind completion_kind not null,
  due_on date,
  completed_on date not null,
  completed_by uuid references users on delete set null,
  recorded_by uuid references users on delete set null,
  minutes integer,
  cost_minor bigint,
  cost_currency text,
  notes text,
  rating smallint check (rating between 1 and 5),
  before jsonb not null,       -- what undo restores: date, anchor, assignee, progress, checklist, counters
  recorded_at timestamptz not null default now(),
  unique (task_id, number),
  check ((cost_minor is null) = (cost_currency is null))
);
create index completions_history on completions (residence_id, completed_on desc, id desc);
create index completions_by_person on completions (completed_by) where completed_by is not null;

-- Who did a task how often, for the `least_done` rotation.
create table task_done_counts (
  task_id uuid not null references tasks on delete cascade,
  user_id uuid not null references users on delete cascade,
  done integer not null check (done >= 0),
  primary key (task_id, user_id)
);

-- The last turn somebody was mailed about: a job that runs twice mails once.
create table turn_mails (
  task_id uuid primary key references tasks on delete cascade,
  version bigint not null -- of the task when the turn passed
);

-- The board's version and counts are derived facts: one place keeps them, whichever statement changes a task. Statement
-- level, so that a bulk change costs one pass. The residence is raised first: its row serialises the writers of one
-- household, and what is being deleted with its residence is not counted any more.
create type task_change as (residence_id uuid, state task_state, sort_on date, difference integer);
-- Planned once for a connection: planning for each array anew would cost twice what counting does.
create function count_tasks(changes task_change[]) returns void language plpgsql
  set plan_cache_mode = force_generic_plan as $$
begin
  with changed as (
    select residence_id, state, case state when 'open' then sort_on else 'infinity' end as sort_on, difference
    from unnest(changes) where state <> 'off_board'
  ),
  spans as (
    select residence_id, state, 'month'::count_span as span, date_trunc('month', sort_on::timestamp)::date as sort_on, difference
    from changed
    union all
    select residence_id, state, 'day', sort_on, difference from changed where state = 'open'
  ),
  raised as (
    update residences set board_version = board_version + 1
    where id in (select residence_id from changed) returning id
  )
  insert into task_counts as counts
  select residence_id, state, span, sort_on, sum(difference) from spans join raised on raised.id = residence_id
  group by residence_id, state, span, sort_on having sum(difference) <> 0
  on conflict (residence_id, state, span, sort_on) do update set tasks = counts.tasks + excluded.tasks;
end $$;
create function count_inserted_tasks() returns trigger language plpgsql as $$
begin
  perform count_tasks(array(select row(residence_id, state, sort_on, 1)::task_change from new_rows));
  return null;
end $$;
create function count_deleted_tasks() returns trigger language plpgsql as $$
begin
  perform count_tasks(array(select row(residence_id, state, sort_on, -1)::task_change from old_rows));
  return null;
end $$;
-- A change that no card shows (notes, say) leaves the version alone.
create function count_updated_tasks() returns trigger language plpgsql as $$
declare
  changes task_change[] := array(
    select each
    from old_rows former join new_rows task using (id),
      unnest(array[
        row(former.residence_id, former.state, former.sort_on, -1)::task_change,
        row(task.residence_id, task.state, task.sort_on, 1)::task_change
      ]) each
    where (former.residence_id, former.state, former.sort_on, former.title, former.category, former.priority,
        former.recurring, former.time_of_day, former.assignee_id, former.estimated_minutes, former.estimated_cost_minor,
        former.estimated_cost_currency, former.checklist_total, former.checklist_done, former.completion_count,
        former.last_completed_on)
      is distinct from (task.residence_id, task.state, task.sort_on, task.title, task.category, task.priority,
        task.recurring, task.time_of_day, task.assignee_id, task.estimated_minutes, task.estimated_cost_minor,
        task.estimated_cost_currency, task.checklist_total, task.checklist_done, task.completion_count,
        task.last_completed_on)
  );
begin
  if cardinality(changes) > 0 then
    perform count_tasks(changes);
  end if;
  return null;
end $$;

create trigger tasks_inserted after insert on tasks
  referencing new table as new_rows for each statement execute function count_inserted_tasks();
create trigger tasks_updated after update on tasks
  referencing old table as old_rows new table as new_rows for each statement execute function count_updated_tasks();
create trigger tasks_deleted after delete on tasks
  referencing old table as old_rows for each statement execute function count_deleted_tasks();

-- Whoever is no member any more takes no part in the residence's tasks: out of every pool, and where it was their turn,
-- the next of the pool has it, or nobody. Here, so that no way out of a residence can forget it. A residence that is being
-- deleted is not there any more, and its tasks are left alone.
create function leave_tasks() returns trigger language plpgsql as $$
begin
  update tasks set
    assignee_id = case
      when assignee_id = old.user_id then coalesce(
        (array_remove(member_ids, old.user_id))[array_position(member_ids, old.user_id)], -- who moves up into the place
        (array_remove(member_ids, old.user_id))[1]
      )
      else assignee_id
    end,
    member_ids = array_remove(member_ids, old.user_id),
    version = version + 1,
    updated_at = now()
  where residence_id in (select id from residences where id = old.residence_id)
    and (assignee_id = old.user_id or old.user_id = any (member_ids));
  return null;
end $$;

create trigger memberships_deleted after delete on memberships for each row execute function leave_tasks();
