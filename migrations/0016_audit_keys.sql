-- A person's key is sealed anew when the installation's key was replaced. `former` says which one is meant, so that of two
-- who do it at once the second changes nothing.
create function audit.seal_key_anew(person uuid, former text, anew text) returns text language plpgsql security definer
  set search_path = pg_catalog, pg_temp as $$
declare
  somebody constant text := nullif(current_setting('app.user', true), '');
  known text;
begin
  if somebody is not null and person::text <> somebody then
    raise exception 'a key is its person''s' using errcode = 'insufficient_privilege';
  end if;
  update audit.keys set sealed = anew where person_id = person and sealed = former;
  select sealed into known from audit.keys where person_id = person;
  return known;
end $$;
revoke all on function audit.seal_key_anew from public;
grant execute on function audit.seal_key_anew to honeydue_app, honeydue_system;
