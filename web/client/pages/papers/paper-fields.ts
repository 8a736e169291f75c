import type { DocumentKind } from '#contract/documents.ts'
import type { PlainKey } from '../../../messages/i18n.ts'

/** What is noted of a paper, by the kind of its field; those of a claim begin with `claim`. */
const types = {
  provider: 'line',
  covers: 'prose',
  policyNumber: 'line',
  maker: 'line',
  model: 'line',
  site: 'site',
  seller: 'line',
  number: 'line',
  insurer: 'line',
  authority: 'line',
  issuer: 'line',
  startsOn: 'date',
  endsOn: 'date',
  boughtOn: 'date',
  issuedOn: 'date',
  amount: 'money',
  premium: 'money',
  premiumEvery: 'every',
  claimName: 'line',
  claimPhone: 'phone',
  claimEmail: 'email',
  claimSite: 'site',
  claimSteps: 'prose'
} as const
export type FieldName = keyof typeof types
export type FieldType = (typeof types)[FieldName]
export const fieldNames = Object.keys(types) as readonly FieldName[] // the keys of this very record

const claim = ['claimName', 'claimPhone', 'claimEmail', 'claimSite', 'claimSteps'] as const

/** The fields of each kind, in their order. */
export const fieldsOf: Record<DocumentKind, readonly FieldName[]> = {
  warranty: ['provider', 'startsOn', 'endsOn', 'covers', 'policyNumber', ...claim],
  manual: ['maker', 'model', 'site'],
  receipt: ['seller', 'boughtOn', 'amount', 'number', 'endsOn'],
  invoice: ['issuer', 'number', 'issuedOn', 'amount'],
  insurance: ['insurer', 'policyNumber', 'startsOn', 'endsOn', 'premium', 'premiumEvery', 'covers', ...claim],
  permit: ['authority', 'number', 'startsOn', 'endsOn'],
  other: ['issuer', 'number', 'startsOn', 'endsOn']
}

export function typeOfField(name: FieldName): FieldType {
  return types[name]
}

export function isOfClaim(name: FieldName): boolean {
  return name.startsWith('claim')
}

export function labelOf(name: FieldName, kind: DocumentKind): PlainKey {
  return kind === 'receipt' && name === 'endsOn' ? 'paper.returnUntil' : `paper.field.${name}`
}

/** Where the contract has it, below `details`. */
export function pathOfField(name: FieldName): readonly string[] {
  if (!isOfClaim(name)) return [name]
  const inside = name.slice('claim'.length)
  return ['claim', inside.charAt(0).toLowerCase() + inside.slice(1)]
}
