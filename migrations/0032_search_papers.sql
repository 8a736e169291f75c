-- The words of papers: what is noted of them, what stands in their PDFs, what people write below pictures.

-- Exact words always; and in a language that is known, or asked for both, also their stems.
create function words_in(language text, written text) returns tsvector language sql immutable parallel safe as $$
  select to_tsvector('simple', written)
    || case when language in ('en', 'any') then to_tsvector('english', written) else '' end
    || case when language in ('de', 'any') then to_tsvector('german', written) else '' end
$$;
-- A word that all words of a home have: so that an index of words is one of the home's words.
create function word_of_home(home uuid) returns text language sql immutable parallel safe strict as $$ select '@' || home $$;

alter table files
  add column caption text check (length(caption) between 1 and 300),
  -- Of a PDF: what was made of reading it, null for what is not read; its words, and the language that they seem to be in.
  add column text_outcome text check (text_outcome in ('waiting', 'read', 'cut', 'encrypted', 'damaged', 'too_much')),
  add column text text,
  add column text_language text check (text_language in ('en', 'de'));
alter table files add column words tsvector not null generated always as (
  array_to_tsvector(array[word_of_home(residence_id)]) || setweight(words_in('any', coalesce(caption, '')), 'A')
    || setweight(words_in(text_language, coalesce(text, '')), 'D')
) stored;
create index files_words on files using gin (words);

alter table documents add column words tsvector not null generated always as (
  array_to_tsvector(array[word_of_home(residence_id)]) || setweight(words_in('any', title), 'A')
    || setweight(words_in('any', coalesce(notes, '')), 'B')
    || setweight(jsonb_to_tsvector('simple', details, '["string", "numeric"]'), 'B')
) stored;
create index documents_words on documents using gin (words);

update files set text_outcome = 'waiting' where type = 'application/pdf';
insert into outbox (name, payload) select 'files.read-text', json_build_object('fileId', id) from files where text_outcome = 'waiting';

-- What somebody looks for, in whichever language: the words as typed, and the beginning of the last one.
create function asked_words(typed text, beginning text) returns tsquery language sql immutable parallel safe as $$
  select (websearch_to_tsquery('simple', typed) && to_tsquery('simple', beginning))
    || (websearch_to_tsquery('english', typed) && to_tsquery('english', beginning))
    || (websearch_to_tsquery('german', typed) && to_tsquery('german', beginning))
$$;

-- Policies keep an index of words from being searched, for the comparison could tell what it compares; so this asks itself
-- whose home it is, and gives back ids and nothing else: of the newest matches the best.
create function wall.find_papers(home uuid, asked tsquery, most integer)
  returns table (document_id uuid, file_id uuid, rank real) language plpgsql stable rows 20 security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  here tsquery := quote_literal(word_of_home(home))::tsquery && asked;
begin
  if numnode(asked) = 0 or not home = any (wall.homes()) then return; end if;
  return query
    with papers as materialized (select id, words from documents where words @@ here),
      attached as materialized (select id, words from files where words @@ here),
      found as (
        (select id as paper, null::uuid as attachment, words from papers order by id desc limit 10 * most)
        union all
        (select null, id, words from attached order by id desc limit 10 * most)
      )
    select paper, attachment, ts_rank(words, asked) from found order by 3 desc, 1, 2 limit most;
end $$;
revoke all on function wall.find_papers from public;
grant execute on function wall.find_papers to honeydue_app, honeydue_system;
