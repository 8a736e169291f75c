import type { Document, DocumentDetails } from '#contract/documents.ts'
import { formatDate, formatMoney } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { noted } from './paper-draft.ts'
import { EndBadge } from './paper-entry.tsx'
import { fieldsOf, isOfClaim, labelOf, typeOfField, type FieldName } from './paper-fields.ts'
import { everies, everyKey, kindLook } from './paper-words.ts'

/** What its kind has and somebody noted. */
export function PaperFacts({ document, today }: { document: Document; today: string }) {
  const { details } = document
  const { key, Icon } = kindLook[details.kind]
  const names = fieldsOf[details.kind].filter((name) => !isOfClaim(name) && noted(details, name) !== undefined)
  return (
    <Card aria-label={t('paper.facts')}>
      <p className="row paper-kind">
        <Icon aria-hidden />
        <strong>{t(key)}</strong>
        <EndBadge document={document} today={today} />
      </p>
      {names.length > 0 && (
        <dl className="paper-facts">
          {names.map((name) => (
            <div key={name} className={typeOfField(name) === 'prose' ? 'paper-wide' : ''}>
              <dt>{t(labelOf(name, details.kind))}</dt>
              <dd className="paper-prose">
                <Fact details={details} name={name} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  )
}

function Fact({ details, name }: { details: DocumentDetails; name: FieldName }) {
  const [type, value] = [typeOfField(name), noted(details, name)]
  if (typeof value === 'object') return <span className="figures">{formatMoney(value)}</span>
  if (value === undefined) return null
  if (type === 'date') return <time dateTime={value}>{formatDate(value, 'long')}</time>
  if (type === 'site') return <SiteLink address={value} />
  const every = type === 'every' ? everies.find((each) => each === value) : undefined
  return every === undefined ? value : t(everyKey[every])
}

/** Leads away from honeyDue, and tells nobody from where. */
export function SiteLink({ address, label = address }: { address: string; label?: string }) {
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {label}
    </a>
  )
}
