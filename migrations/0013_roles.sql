-- The product owns nothing: it reads and changes rows as one of two roles (server/platform/postgres/roles.ts).

grant select, insert, update, delete on all tables in schema public to honeydue_app, honeydue_system;
alter default privileges in schema public grant select, insert, update, delete on tables to honeydue_app, honeydue_system;
revoke insert, update, delete on schema_migrations from honeydue_app, honeydue_system;
revoke update, delete on audit_events from honeydue_app, honeydue_system;
