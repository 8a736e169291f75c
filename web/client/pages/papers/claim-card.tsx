import { Mail, Phone } from 'lucide-react'
import type { Claim, Document } from '#contract/documents.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { SiteLink } from './paper-facts.tsx'
import { callAddress, mailAddress } from './paper-words.ts'

/** Whom to turn to: one press calls or writes. */
export function ClaimCard({ document: { details, title } }: { document: Document }) {
  const claim = 'claim' in details ? details.claim : undefined
  if (claim === undefined || Object.keys(claim).length === 0) return null
  const { name, site, steps } = claim
  return (
    <Card aria-labelledby="paper-claim">
      <h2 id="paper-claim" className="paper-heading">
        {t('paper.claim')}
      </h2>
      <div className="stack-small">
        {name !== undefined && <p>{name}</p>}
        <Reach claim={claim} subject={title} />
        {site !== undefined && (
          <p>
            <SiteLink address={site} label={t('paper.visit')} />
          </p>
        )}
        {steps !== undefined && <p className="paper-prose">{steps}</p>}
      </div>
    </Card>
  )
}

function Reach({ claim: { phone, email }, subject }: { claim: Claim; subject: string }) {
  if (phone === undefined && email === undefined) return null
  return (
    <p className="row">
      {phone !== undefined && (
        <a className="button button-primary button-medium" href={callAddress(phone)}>
          <Phone aria-hidden />
          {t('paper.call', { name: phone })}
        </a>
      )}
      {email !== undefined && (
        <a className="button button-secondary button-medium" href={mailAddress(email, subject)}>
          <Mail aria-hidden />
          {t('paper.mail', { name: email })}
        </a>
      )}
    </p>
  )
}
