import { createDocument, type Document, type NewDocument } from '#contract/documents.ts'
import type { Person } from './harness.ts'

/** A paper of a home, through the API: a warranty that ends on 10 May 2026 unless told otherwise. */
export function makeDocument(person: Person, residenceId: string, given: Partial<NewDocument> = {}): Promise<Document> {
  const details = { kind: 'warranty', provider: 'Boiler Ltd', endsOn: '2026-05-10' } as const
  return person.call(createDocument, { params: { residenceId }, body: { title: 'Boiler', details, ...given } })
}
