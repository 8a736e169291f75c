-- Which template of the catalogue a task came from; the catalogue is in the code, so that nothing refers to it.
alter table tasks add column template_id text check (template_id ~ '^[a-z]+(-[a-z]+)*$');

-- What a title is about, whatever the order, the endings and the small words, in English and in German: "Clean the gutters" and
-- "Gutter cleaning" are alike. So a home is not told to add what somebody wrote down in words of their own.
create function title_words(title text) returns text language sql immutable parallel safe as
  $$ select strip(to_tsvector('english', strip(to_tsvector('german', title))::text))::text $$;
alter table tasks add column title_words text not null generated always as (title_words(title)) stored;

create index tasks_template on tasks (residence_id, template_id) where template_id is not null;
create index tasks_title_words on tasks (residence_id, title_words) where template_id is null;

-- What somebody said is not for this home.
create table dismissed_suggestions (
  residence_id uuid not null references residences on delete cascade,
  template_id text not null check (template_id ~ '^[a-z]+(-[a-z]+)*$'),
  dismissed_at timestamptz not null,
  primary key (residence_id, template_id)
);
select wall.for_homes('dismissed_suggestions', 'select, insert, delete');
