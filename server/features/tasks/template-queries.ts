import { sql } from 'kysely'
import type { Db } from '#server/platform/postgres/connect.ts'

/**
 * Of which templates the home has a task that is not off the board and not at its end: made of it, or called like it in other
 * words. `titles`: the template of each title.
 */
export async function templatesInUse(
  db: Db,
  residenceId: string,
  titles: ReadonlyMap<string, string>
): Promise<Set<string>> {
  const byWords = await templatesByWords(db, titles)
  const [made, called] = await Promise.all([
    openTasks(db, residenceId).where('template_id', 'is not', null).select('template_id').distinct().execute(),
    openTasks(db, residenceId)
      .where('template_id', 'is', null)
      .where(sql<boolean>`title_words = any(${[...byWords.keys()]})`)
      .select('title_words')
      .distinct()
      .execute()
  ])
  return new Set([
    ...made.flatMap((row) => row.template_id ?? []),
    ...called.flatMap((row) => byWords.get(row.title_words) ?? [])
  ])
}

/** Which of these the home has already, made of the template itself. */
export async function templatesAmong(
  db: Db,
  residenceId: string,
  templateIds: readonly string[]
): Promise<Set<string>> {
  const rows = await openTasks(db, residenceId)
    .where(sql<boolean>`template_id = any(${templateIds})`)
    .select('template_id')
    .execute()
  return new Set(rows.flatMap((row) => row.template_id ?? []))
}

function openTasks(db: Db, residenceId: string) {
  return db.selectFrom('tasks').where('residence_id', '=', residenceId).where('state', 'in', ['open', 'in_progress'])
}

/** The database knows what the words of a title are; of one table of titles it is asked once. */
const known = new WeakMap<ReadonlyMap<string, string>, ReadonlyMap<string, string>>()

async function templatesByWords(db: Db, titles: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
  const before = known.get(titles)
  if (before) return before
  const { rows } = await sql<{ title: string; words: string }>`
    select title, title_words(title) as words from unnest(${[...titles.keys()]}::text[]) title`.execute(db)
  const byWords = new Map(rows.flatMap(({ title, words }) => (words === '' ? [] : [[words, titles.get(title) ?? '']])))
  known.set(titles, byWords)
  return byWords
}
