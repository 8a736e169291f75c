import { t } from '../../../messages/i18n.ts'
import { Page } from '../../page.tsx'
import { AddressSection } from './address-section.tsx'
import { AuthenticatorSection } from './authenticator-section.tsx'
import { DeleteAccountSection } from './delete-account-section.tsx'
import { DevicesSection } from './devices-section.tsx'
import { EventsSection } from './events-section.tsx'
import { ExportSection } from './export-section.tsx'
import { IdentitiesSection } from './identities-section.tsx'
import { PasskeysSection } from './passkeys-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { SessionsSection } from './sessions-section.tsx'

/** Who gets in, and from where; one file for each section. */
export function SecurityPage() {
  return (
    <Page
      title={t('security.title')}
      content={
        <div className="stack">
          <AddressSection />
          <PasswordSection />
          <IdentitiesSection />
          <AuthenticatorSection />
          <PasskeysSection />
          <SessionsSection />
          <DevicesSection />
          <EventsSection />
          <ExportSection />
          <DeleteAccountSection />
        </div>
      }
    >
      {t('security.intro')}
    </Page>
  )
}
