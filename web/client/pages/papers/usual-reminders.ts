import type { DocumentKind } from '#contract/documents.ts'

/** When the server reminds of a paper if nobody chose: shown so that one sees it before it is kept; a test holds both equal. */
export const usualDays: Readonly<Record<DocumentKind, readonly number[]>> = {
  warranty: [30, 7],
  insurance: [90, 30],
  permit: [60, 14],
  receipt: [7, 1],
  other: [14],
  manual: [],
  invoice: []
}

/** What is offered, the earliest first. */
export const offeredDays = [90, 60, 30, 14, 7, 1, 0] as const
