import {
  endsSoonDays,
  type Document,
  type DocumentChange,
  type DocumentDetails,
  type NewDocument
} from '#contract/documents.ts'
import { AppError } from '#server/platform/errors.ts'
import { remindDaysOf } from './reminder-rules.ts'

type Written = Pick<Document, 'title' | 'notes' | 'details' | 'remindDays' | 'assetId' | 'contractorId'>

/** Throws `document_dates_wrong`. */
export function newDocument(input: NewDocument): Written {
  const { title, notes = null, details, remindDays, assetId = null, contractorId = null } = input
  refuseWrongDates(details)
  return { title, notes, assetId, contractorId, details, remindDays: remindDaysOf(details.kind, remindDays) }
}

/** What is left out stays. Throws `document_dates_wrong`. */
export function changedDocument(before: Written, change: DocumentChange): Written {
  const { title, notes, details, remindDays, assetId, contractorId } = { ...before, ...change }
  refuseWrongDates(details)
  return { title, notes, assetId, contractorId, details, remindDays: remindDaysOf(details.kind, remindDays) }
}

function refuseWrongDates(details: DocumentDetails): void {
  const { startsOn, endsOn } = { startsOn: undefined, endsOn: undefined, ...details }
  if (startsOn === undefined || endsOn === undefined || startsOn <= endsOn) return
  throw new AppError('document_dates_wrong', {
    fields: [{ in: 'body', path: '/details/endsOn', reason: 'before_start' }]
  })
}

/** The last days that a list by `ends` shows, as seen on a day, and which way it goes on. */
export function endRange(ends: 'soon' | 'over', today: Temporal.PlainDate) {
  if (ends === 'soon')
    return { from: today.toString(), to: today.add({ days: endsSoonDays }).toString(), order: 'asc' } as const
  return { from: '1900-01-01', to: today.subtract({ days: 1 }).toString(), order: 'desc' } as const
}
