import { Mail, Phone } from 'lucide-react'
import type { Contractor } from '#contract/contractors.ts'
import { t } from '../../../messages/i18n.ts'
import { dialAddress, mailAddress } from './contact-address.ts'

/** One tap to call, one to write. */
export function ContactLinks({ contractor: { name, phone, email } }: { contractor: Contractor }) {
  const dial = phone === null ? undefined : dialAddress(phone)
  return (
    <span className="row">
      {dial !== undefined && (
        <a className="button button-secondary" href={dial} aria-label={t('contractors.callName', { name })}>
          <Phone aria-hidden />
          {t('contractors.call')}
        </a>
      )}
      {email !== null && (
        <a
          className="button button-secondary"
          href={mailAddress(email)}
          aria-label={t('contractors.mailName', { name })}
        >
          <Mail aria-hidden />
          {t('contractors.mail')}
        </a>
      )}
    </span>
  )
}
