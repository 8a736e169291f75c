-- Under the policies to come PostgreSQL searches an index only with comparisons that cannot tell what they compare, and
-- those of enums may. So what indexes are searched by is text.

drop index tasks_board;
drop index tasks_completed;
alter table tasks drop column state;
alter table tasks add column state text not null generated always as (
  case
    when cancelled_at is not null or archived_at is not null then 'off_board'
    -- A recurring task without a date has come to its end, be it by a skip.
    when due_on is null and (completion_count > 0 or schedule ->> 'kind' = 'every') then 'completed'
    when in_progress_since is not null then 'in_progress'
    else 'open'
  end
) stored;
create index tasks_board on tasks (residence_id, state, sort_on, id);
create index tasks_completed on tasks (residence_id, (coalesce(last_completed_on, '-infinity')) desc, id desc)
  where state = 'completed';

alter table task_counts alter column state type text, alter column span type text;
alter table task_counts
  add check (state in ('completed', 'in_progress', 'open')), add check (span = 'month' or span = 'day' and state = 'open');

alter type task_change alter attribute state type text;
create or replace function count_tasks(changes task_change[]) returns void language plpgsql
  set plan_cache_mode = force_generic_plan as $$
begin
  with changed as (
    select residence_id, state, case state when 'open' then sort_on else 'infinity' end as sort_on, difference
    from unnest(changes) where state <> 'off_board'
  ),
  spans as (
    select residence_id, state, 'month' as span, date_trunc('month', sort_on::timestamp)::date as sort_on, difference
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
drop type task_state, count_span;
