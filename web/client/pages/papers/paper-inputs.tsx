import type { ReactNode } from 'react'
import { t } from '../../../messages/i18n.ts'
import { DateField } from '../../../ui/date-field.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { MoneyField } from '../../../ui/money-field.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import type { FieldValue, PaperDraft } from './paper-draft.ts'
import { fieldsOf, isOfClaim, labelOf, pathOfField, typeOfField, type FieldName } from './paper-fields.ts'
import { everies, everyKey } from './paper-words.ts'

export type PaperInputsProps = {
  draft: PaperDraft
  set: (name: FieldName, value: FieldValue) => void
  /** What the server refused, by path. */
  refused: Readonly<Record<string, string>>
}

/** The fields of the kind; whom to turn to is folded unless something is known. */
export function PaperInputs({ draft, set, refused }: PaperInputsProps) {
  const names = fieldsOf[draft.kind]
  const claim = names.filter(isOfClaim)
  const input = (name: FieldName) => <Input key={name} name={name} draft={draft} set={set} refused={refused} />
  return (
    <>
      <div className="paper-fields">{names.filter((name) => !isOfClaim(name)).map(input)}</div>
      {claim.length > 0 && (
        <Disclosure
          label={t('paper.claimFields')}
          summary={t('paper.claimSummary')}
          defaultOpen={claim.some((name) => draft[name] !== undefined)}
        >
          <div className="paper-fields">{claim.map(input)}</div>
        </Disclosure>
      )}
    </>
  )
}

const longest = { line: 80, prose: 4000, site: 490, phone: 40, email: 254 } as const
const keyboards = { line: 'text', site: 'url', phone: 'tel', email: 'email' } as const

function Input({ name, draft, set, refused }: PaperInputsProps & { name: FieldName }): ReactNode {
  const [type, value] = [typeOfField(name), draft[name]]
  const label = t(labelOf(name, draft.kind))
  const error = refused[['details', ...pathOfField(name)].join('/')]
  const text = typeof value === 'string' ? value : ''
  if (type === 'date')
    return (
      <DateField
        label={label}
        error={error}
        value={text === '' ? null : text}
        onChange={(date) => set(name, date ?? undefined)}
        clearLabel={t('date.clear')}
      />
    )
  if (type === 'money')
    return (
      <MoneyField
        label={label}
        error={error}
        currency={draft.currency}
        value={typeof value === 'number' ? value : undefined}
        onChange={(minor) => set(name, minor)}
      />
    )
  if (type === 'every')
    return (
      <Select
        label={label}
        error={error}
        options={everies.map((every) => ({ value: every, label: t(everyKey[every]) }))}
        value={everies.find((every) => every === value)}
        placeholder={t('choice.none')}
        onChange={(every) => set(name, every)}
      />
    )
  const change = { label, error, value: text, onChange: (typed: string) => set(name, typed), maxLength: longest[type] }
  if (type === 'prose') return <TextArea className="paper-wide" rows={3} {...change} />
  return <TextField type={keyboards[type]} {...change} />
}
