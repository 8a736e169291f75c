-- A person's archive is made by a job, which is nobody: it reads the events of the one person that it names.
create function audit.events_of(person uuid) returns setof audit.own_events language sql stable security definer
  set search_path = pg_catalog, pg_temp as $$
  select id, at, actor_kind, actor_id, event, outcome, subject_id, person_id, residence_id, detail, origin
  from audit.events where actor_id = person or person_id = person
$$;
revoke all on function audit.events_of from public;
grant execute on function audit.events_of to honeydue_system;
