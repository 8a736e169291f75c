import type { PdfText } from '#server/gateways/pdf-text/pdf-text.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import type { FileServices } from './services.ts'
import { saveText, unreadPaper, type ReadPaper } from './text-queries.ts'
import { languageOf } from './text-rules.ts'

/** The words of a PDF, to be found by: after the upload, which never waits for it. What cannot be read says why. */
export async function readText(
  ctx: Ctx<Job>,
  { files, pdfs }: Pick<FileServices, 'files' | 'pdfs'>,
  fileId: string
): Promise<void> {
  const key = await unreadPaper(ctx.db, fileId)
  if (key === undefined) return
  const read = paperOf(await pdfs.read(await files.read(key)))
  await ctx.write((tx) => saveText(tx, fileId, read))
}

function paperOf(read: PdfText): ReadPaper {
  if (read.outcome !== 'read') return { outcome: read.outcome, text: null, language: null }
  const { text, isCut } = read
  return { outcome: isCut ? 'cut' : 'read', text, language: languageOf(text) }
}
