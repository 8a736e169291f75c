import { sql } from 'kysely'
import type { Category, Priority } from '#contract/tasks.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import type { TaskState } from './board-rules.ts'
import { storedTask, taskColumns } from './queries.ts'
import type { SearchTerms } from '#server/platform/search-terms.ts'
import type { StoredTask } from './task-rules.ts'

export type TaskList = {
  readonly residenceId: string
  readonly states: readonly TaskState[]
  /** Which of the tasks off the board; undefined for both. */
  readonly offBoard: 'cancelled' | 'archived' | undefined
  readonly terms: SearchTerms | undefined
  readonly category: Category | undefined
  readonly priority: Priority | undefined
  /** `none`: nobody's in particular. */
  readonly assignee: string | undefined
  readonly assetId: string | undefined
  readonly areaId: string | undefined
  readonly dueFrom: string | undefined
  readonly dueTo: string | undefined
  /** `sort_on` and id of the last task of the page before. */
  readonly after: readonly [sortOn: string, id: string] | undefined
  readonly limit: number
}

/** Tasks by due date: the first of each state's index range, then the first of those. */
export async function listTasksOf(db: Db, list: TaskList): Promise<StoredTask[]> {
  const ranges = list.states.map((state) => sql`(${firstOf(db, list, state)})`)
  const rows = await db
    .selectFrom(
      sql<
        Awaited<ReturnType<ReturnType<typeof firstOf>['execute']>>[number]
      >`(${sql.join(ranges, sql` union all `)})`.as('tasks')
    )
    .select(taskColumns)
    .orderBy(sql`coalesce(due_on, 'infinity')`)
    .orderBy('id')
    .limit(list.limit)
    .execute()
  return rows.map(storedTask)
}

function firstOf(db: Db, list: TaskList, state: TaskState) {
  const { terms, category, priority, assignee, assetId, areaId, after, limit, offBoard } = list
  return db
    .selectFrom('tasks')
    .select(taskColumns)
    .where('residence_id', '=', list.residenceId)
    .where('state', '=', sql.lit(state))
    .where('sort_on', '>=', list.dueFrom ?? '-infinity')
    .where('sort_on', '<=', list.dueTo ?? 'infinity')
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(sort_on, id) > (${after?.[0]}::date, ${after?.[1]}::uuid)`)
    )
    .$if(offBoard !== undefined, (query) => query.where('archived_at', offBoard === 'archived' ? 'is not' : 'is', null))
    .$if(category !== undefined, (query) => query.where('category', '=', category ?? null))
    .$if(priority !== undefined, (query) => query.where('priority', '=', priority ?? null))
    .$if(assignee === 'none', (query) => query.where('assignee_id', 'is', null))
    .$if(assignee !== undefined && assignee !== 'none', (query) => query.where('assignee_id', '=', assignee ?? null))
    .$if(assetId !== undefined, (query) => query.where('asset_id', '=', assetId ?? null))
    .$if(areaId !== undefined, (query) => query.where('area_id', '=', areaId ?? null))
    .$if(terms !== undefined, (query) => query.where(matchesSearch(terms)))
    .orderBy('sort_on')
    .orderBy('id')
    .limit(limit)
}

/** As subqueries, so that the search is read once and not for each task. */
function matchesSearch(terms: SearchTerms | undefined) {
  return sql<boolean>`search @@ (select websearch_to_tsquery('simple', ${terms?.websearch})
    && to_tsquery('simple', ${terms?.prefix}))`
}
