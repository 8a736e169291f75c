import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { findDocument } from './document-queries.ts'
import { taggedDocument, type TaggedDocument } from './document-view.ts'

/** Throws `document_not_found`. */
export async function requireDocument(db: Db, ctx: Ctx<User>, documentId: string): Promise<TaggedDocument> {
  const stored = await findDocument(db, ctx.actor.userId, documentId)
  if (!stored) throw new AppError('document_not_found')
  return taggedDocument(stored)
}
