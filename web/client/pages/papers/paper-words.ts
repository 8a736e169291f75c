import type { Document, DocumentDetails, DocumentKind } from '#contract/documents.ts'
import {
  BadgeCheck,
  BookOpen,
  FileText,
  Receipt,
  ReceiptText,
  ScrollText,
  ShieldCheck,
  type LucideIcon
} from 'lucide-react'
import { daysBetween, formatDate } from '../../../messages/formats.ts'
import { t, type PlainKey } from '../../../messages/i18n.ts'

/** The kinds in the order they are offered. */
export const kindLook: Record<DocumentKind, { key: PlainKey; Icon: LucideIcon }> = {
  warranty: { key: 'paper.kind.warranty', Icon: BadgeCheck },
  receipt: { key: 'paper.kind.receipt', Icon: Receipt },
  invoice: { key: 'paper.kind.invoice', Icon: ReceiptText },
  manual: { key: 'paper.kind.manual', Icon: BookOpen },
  insurance: { key: 'paper.kind.insurance', Icon: ShieldCheck },
  permit: { key: 'paper.kind.permit', Icon: ScrollText },
  other: { key: 'paper.kind.other', Icon: FileText }
}
export const kinds = Object.keys(kindLook) as readonly DocumentKind[] // the keys of this very record

export type PremiumEvery = NonNullable<Extract<DocumentDetails, { kind: 'insurance' }>['premiumEvery']>
export const everyKey: Record<PremiumEvery, PlainKey> = {
  month: 'paper.every.month',
  quarter: 'paper.every.quarter',
  half_year: 'paper.every.half_year',
  year: 'paper.every.year',
  once: 'paper.every.once'
}
export const everies = Object.keys(everyKey) as readonly PremiumEvery[] // as above

/** Days before the end from which a paper draws attention (contract/documents.ts, whose values do not exist in the browser). */
const soonDays = 90

export type Ending = { words: string; exact: string; state: 'over' | 'soon' | 'later' }

/** When a paper ends, as people say it; undefined for one that does not. */
export function endingOf({ endsOn }: Pick<Document, 'endsOn'>, today: string): Ending | undefined {
  if (endsOn === null) return undefined
  const days = daysBetween(today, endsOn)
  const date = formatDate(endsOn)
  const exact = formatDate(endsOn, 'long')
  if (days < 0) return { words: t('papers.endedOn', { date }), exact, state: 'over' }
  if (days === 0) return { words: t('papers.endsToday'), exact, state: 'soon' }
  if (days <= soonDays) return { words: t('papers.daysLeft', { count: days }), exact, state: 'soon' }
  return { words: t('papers.endsOn', { date }), exact, state: 'later' }
}

/** What a phone dials. */
export function callAddress(phone: string): string {
  return `tel:${phone.replaceAll(/[^+\d]/g, '')}`
}

export function mailAddress(email: string, subject: string): string {
  return `mailto:${encodeURIComponent(email)}?subject=${encodeURIComponent(subject)}`
}
