import type { FoundPaper, searchDocuments as route } from '#contract/documents.ts'
import type { Output } from '#contract/route.ts'
import { requireMember } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { searchTerms } from '#server/platform/search-terms.ts'
import { findPapers, type FoundRow } from './search-queries.ts'
import { snippetOf } from './snippet-rules.ts'

const most = 20

export async function searchDocuments(
  ctx: Ctx<User>,
  residenceId: string,
  search: string
): Promise<Output<typeof route>> {
  await requireMember(ctx, residenceId)
  const rows = await findPapers(ctx.db, residenceId, { terms: searchTerms(search), most })
  return { items: rows.map(found) }
}

/** A row has all of a paper, of a completion, of a file, or nothing of it. */
function found({ headline, ...row }: FoundRow): FoundPaper {
  const { documentId: id, title, kind, endsOn, taskId, taskTitle, completedOn, fileId, type, name } = row
  return {
    document: id === null || title === null || kind === null ? null : { id, title, kind, endsOn },
    completion:
      taskId === null || taskTitle === null || completedOn === null ? null : { taskId, taskTitle, completedOn },
    file: fileId === null || type === null ? null : { fileId, type, name },
    snippet: snippetOf(headline)
  }
}
