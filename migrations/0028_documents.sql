-- Warranties, manuals, receipts, insurances, permits and other papers of a home. What is noted of each kind is in `details`
-- (contract/documents.ts); what lists are made by is derived from it.

-- The date that an ISO 8601 text is: a cast of text to date depends on settings, and so cannot stand in a generated column.
create function iso_date(written text) returns date language sql immutable parallel safe strict as
  $$ select make_date(left(written, 4)::integer, substr(written, 6, 2)::integer, right(written, 2)::integer) $$;

create table documents (
  id uuid primary key,
  residence_id uuid not null references residences on delete cascade,
  title text not null,
  notes text,
  details jsonb not null,
  kind text not null generated always as (details ->> 'kind') stored
    check (kind in ('warranty', 'manual', 'receipt', 'insurance', 'permit', 'other')),
  ends_on date generated always as (iso_date(details ->> 'endsOn')) stored,
  version bigint not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index documents_list on documents (residence_id, id);
create index documents_kind on documents (residence_id, kind, id);
create index documents_end on documents (residence_id, ends_on, id) where ends_on is not null;

create table document_files (
  document_id uuid not null references documents on delete cascade,
  position smallint not null check (position between 0 and 19),
  file_id uuid not null references files on delete cascade,
  residence_id uuid not null references residences on delete cascade,
  primary key (document_id, position),
  unique (file_id, document_id)
);
create index document_files_residence on document_files (residence_id);

select wall.for_homes('documents', 'select, insert, update, delete');
select wall.for_homes('document_files', 'select, insert, delete');
