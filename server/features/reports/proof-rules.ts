import type { Document, DocumentKind } from '#contract/documents.ts'
import type { NewProofPack } from '#contract/proof-packs.ts'

/** What belongs to the house and the things in it; insurances belong to the people. */
const kindsOfPapers: ReadonlySet<DocumentKind> = new Set(['warranty', 'receipt', 'invoice', 'manual', 'permit'])

/** Which papers go in: of one appliance those that are linked to it. */
export function papersFor(
  documents: readonly Document[],
  { include, assetId }: Pick<NewProofPack, 'include' | 'assetId'>
): Document[] {
  if (!include.papers) return []
  const wanted = assetId?.toLowerCase()
  return documents.filter(
    (document) => kindsOfPapers.has(document.details.kind) && (wanted === undefined || document.assetId === wanted)
  )
}

/** Where a photo of a completion lies in the pack: a name that every file system takes, and none twice. */
export function photoPath(
  { id, completedOn, taskTitle }: { id: string; completedOn: string; taskTitle: string },
  index: number,
  extension: string
): string {
  return `photos/${completedOn} ${plain(taskTitle, 'photo')} ${id.slice(-6)}-${index + 1}.${extension}`
}

/** The same for a file of a paper. */
export function paperPath({ id, title }: { id: string; title: string }, index: number, extension: string): string {
  return `papers/${plain(title, 'paper')} ${id.slice(-6)}-${index + 1}.${extension}`
}

function plain(title: string, otherwise: string): string {
  const words = title
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 40)
    .trim()
  return words === '' ? otherwise : words
}
