import type { Document } from '#contract/documents.ts'
import { etagOf } from '#server/platform/etag.ts'
import type { StoredDocument } from './document-queries.ts'

/** A document as shown, with the tag of just that: what happens to a file is no new version of its document. */
export type TaggedDocument = { readonly document: Document; readonly etag: string }

export function taggedDocument(stored: StoredDocument): TaggedDocument {
  return { document: viewDocument(stored), etag: tagOf(stored) }
}

export function viewDocument({ version: _version, ...document }: StoredDocument): Document {
  return document
}

/** With its links: when what they name is deleted, nothing else of the document changes. */
export function tagOf({ id, version, assetId, contractorId, files }: StoredDocument): string {
  return etagOf(id, version, assetId, contractorId, ...files.flatMap(({ fileId, caption = null }) => [fileId, caption]))
}
