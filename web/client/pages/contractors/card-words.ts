import type { CardContractor, CardReason } from '#contract/contractor-cards.ts'
import type { PlainKey } from '../../../messages/i18n.ts'

export const reasonKey: Record<CardReason, PlainKey> = {
  no_card: 'cards.noCard',
  not_ended: 'cards.notEnded',
  line_not_understood: 'cards.lineNotUnderstood',
  charset_unknown: 'cards.charsetUnknown',
  no_name: 'cards.noName',
  double: 'cards.double',
  too_many: 'cards.tooManyInFile'
}

export const leftOutKey: Record<CardContractor['leftOut'][number], PlainKey> = {
  company: 'contractors.company',
  phone: 'contractors.phone',
  email: 'contractors.email',
  site: 'contractors.site',
  notes: 'contractors.notes'
}
