-- After the installation's key was replaced: the people's keys that another one has sealed, a batch at a time.
create function audit.keys_sealed_otherwise(active_prefix text, last_person uuid, most integer)
  returns table (person_id uuid, sealed text) language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select keys.person_id, keys.sealed from audit.keys
  where not starts_with(keys.sealed, active_prefix) and (last_person is null or keys.person_id > last_person)
  order by keys.person_id limit most
$$;
revoke all on function audit.keys_sealed_otherwise from public;
grant execute on function audit.keys_sealed_otherwise to honeydue_system;
