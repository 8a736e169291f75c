import { sql } from 'kysely'
import type { DocumentKind } from '#contract/documents.ts'
import type { FileType } from '#contract/files.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import type { SearchTerms } from '#server/platform/search-terms.ts'
import { hitEnd, hitStart } from './snippet-rules.ts'

export type FoundRow = {
  documentId: string | null
  title: string | null
  kind: DocumentKind | null
  endsOn: string | null
  taskId: string | null
  taskTitle: string | null
  completedOn: string | null
  fileId: string | null
  type: FileType | null
  name: string | null
  /** With the words looked for between `hitStart` and `hitEnd`. */
  headline: string
}

/** Where the words stand, the best first: in papers, in their files, below photos of what was done. */
export async function findPapers(
  db: Db,
  residenceId: string,
  { terms: { websearch, prefix }, most }: { terms: SearchTerms; most: number }
): Promise<FoundRow[]> {
  const asked = sql`asked_words(${websearch}, ${prefix})`
  const marks = `StartSel=${hitStart}, StopSel=${hitEnd}, MaxFragments=2, MaxWords=20, MinWords=8, FragmentDelimiter=" … "`
  const { rows } = await sql<FoundRow>`
    with found as materialized (
      select row_number() over () as place, file_id,
        coalesce(document_id, (
          select of_paper.document_id from document_files of_paper where of_paper.file_id = hit.file_id
          order by of_paper.document_id limit 1)) as document_id
      from wall.find_papers(${residenceId}, ${asked}, ${most}) hit
    )
    select documents.id as "documentId", documents.title, documents.kind, documents.ends_on as "endsOn",
      done.task_id as "taskId", done.title as "taskTitle", done.completed_on as "completedOn",
      files.id as "fileId", files.type, files.name,
      ts_headline(
        case files.text_language when 'de' then 'german' when 'en' then 'english' else 'simple' end::regconfig,
        translate(
          case when files.id is null then concat_ws(' – ', documents.title, documents.notes, noted.words)
            else concat_ws(' – ', files.caption, files.text) end,
          ${hitStart + hitEnd}, ''),
        ${asked}, ${marks}) as headline
    from found
    left join files on files.id = found.file_id
    left join documents on documents.id = found.document_id
    left join lateral (
      select string_agg(value #>> '{}', ' – ') as words from jsonb_path_query(documents.details - 'kind', '$.**') value
      where jsonb_typeof(value) = 'string'
    ) noted on true
    left join lateral (
      select completions.task_id, tasks.title, completions.completed_on from completion_photos
      join completions on completions.id = completion_photos.completion_id
      join tasks on tasks.id = completions.task_id
      where completion_photos.file_id = found.file_id
      order by completions.completed_on desc, completions.id limit 1
    ) done on documents.id is null
    where documents.id is not null or done.task_id is not null
    order by place`.execute(db)
  return rows
}
