import type { Document, DocumentChange, DocumentDetails, DocumentKind, NewDocument } from '#contract/documents.ts'
import type { Money } from '#contract/values.ts'
import { fieldNames, fieldsOf, pathOfField, typeOfField, type FieldName } from './paper-fields.ts'

/** What is typed into a field; an amount in minor units. */
export type FieldValue = string | number | undefined

/** A paper while it is edited: the fields of every kind, so that another kind forgets nothing that both have. */
export type PaperDraft = Record<FieldName, FieldValue> & {
  title: string
  notes: string
  kind: DocumentKind
  assetId: string | null
  contractorId: string | null
  currency: string
  /** Days before the end; undefined: as is usual for the kind. */
  remind: readonly number[] | undefined
  /** The files that were there and stay. */
  kept: readonly string[]
}

const emptyFields = Object.fromEntries(fieldNames.map((name) => [name, undefined])) as Record<FieldName, FieldValue> // every name

/** What of a new paper is filled in already. */
export type GivenPaper = Partial<Pick<PaperDraft, 'kind' | 'assetId' | 'contractorId'>>

export function newPaperDraft(currency: string, given: GivenPaper = {}): PaperDraft {
  const empty = { ...emptyFields, title: '', notes: '', kind: 'warranty', assetId: null, contractorId: null } as const
  return { ...empty, currency, remind: undefined, kept: [], ...given }
}

export function paperDraft(document: Document, currency: string): PaperDraft {
  const { title, notes, details, files, remindDays, assetId, contractorId } = document
  const fields = fieldsOf[details.kind].map((name) => [name, valueOf(details, name)] as const)
  const money = 'amount' in details ? details.amount : 'premium' in details ? details.premium : undefined
  return {
    ...newPaperDraft(money?.currency ?? currency),
    ...Object.fromEntries(fields),
    title,
    notes: notes ?? '',
    kind: details.kind,
    assetId,
    contractorId,
    remind: remindDays,
    kept: files.map(({ fileId }) => fileId)
  }
}

function valueOf(details: DocumentDetails, name: FieldName): FieldValue {
  const found = noted(details, name)
  return typeof found === 'object' ? found.minor : found
}

/** What the details hold of a field. */
export function noted(details: DocumentDetails, name: FieldName): string | Money | undefined {
  const [first = '', second] = pathOfField(name)
  const known: Readonly<Record<string, unknown>> = details
  const found = second === undefined ? known[first] : (known[first] as Record<string, unknown> | undefined)?.[second] // a claim, if there
  return found as string | Money | undefined // a kind's fields are text, dates and amounts
}

/** Only what was filled in, and only of the kind. */
export function detailsOf(draft: PaperDraft): DocumentDetails {
  const details: Record<string, unknown> = { kind: draft.kind }
  const claim: Record<string, unknown> = {}
  for (const name of fieldsOf[draft.kind]) {
    const value = filled(draft, name)
    const [first = '', second] = pathOfField(name)
    if (value === undefined) continue
    if (second === undefined) details[first] = value
    else claim[second] = value
  }
  if (Object.keys(claim).length > 0) details['claim'] = claim
  return details as DocumentDetails // each kind has just the fields of `fieldsOf`
}

function filled(draft: PaperDraft, name: FieldName): string | Money | undefined {
  const value = draft[name]
  if (typeof value === 'number') return { minor: value, currency: draft.currency }
  const text = value?.trim()
  if (text === undefined || text === '') return undefined
  return typeOfField(name) === 'site' && !/^https?:\/\//i.test(text) ? `https://${text}` : text
}

export function newPaperOf(draft: PaperDraft, fileIds: readonly string[]): NewDocument {
  const notes = draft.notes.trim()
  return {
    title: draft.title.trim(),
    details: detailsOf(draft),
    ...(notes !== '' && { notes }),
    ...(draft.assetId !== null && { assetId: draft.assetId }),
    ...(draft.contractorId !== null && { contractorId: draft.contractorId }),
    ...(draft.remind && { remindDays: [...draft.remind] }),
    ...(fileIds.length > 0 && { fileIds: [...fileIds] })
  }
}

/** What changed from one draft to the other, undefined for nothing. */
export function changeOf(before: PaperDraft, after: PaperDraft, added: readonly string[]): DocumentChange | undefined {
  const [title, notes] = [after.title.trim(), after.notes.trim()]
  const [details, fileIds] = [detailsOf(after), [...after.kept, ...added]]
  const change: DocumentChange = {
    ...(title !== before.title && { title }),
    ...(notes !== before.notes.trim() && { notes: notes === '' ? null : notes }),
    ...linksChange(before, after),
    ...(JSON.stringify(details) !== JSON.stringify(detailsOf(before)) && { details }),
    ...(after.remind &&
      JSON.stringify(after.remind) !== JSON.stringify(before.remind) && { remindDays: [...after.remind] }),
    ...(JSON.stringify(fileIds) !== JSON.stringify(before.kept) && { fileIds })
  }
  return Object.keys(change).length === 0 ? undefined : change
}

function linksChange(before: PaperDraft, { assetId, contractorId }: PaperDraft): DocumentChange {
  return {
    ...(assetId !== before.assetId && { assetId }),
    ...(contractorId !== before.contractorId && { contractorId })
  }
}
