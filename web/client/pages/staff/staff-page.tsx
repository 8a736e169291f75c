import './staff.css'
import { t } from '../../../messages/i18n.ts'
import { Tabs } from '../../../ui/tabs.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { AlertsSection } from './alerts-section.tsx'
import { FindSection } from './find-section.tsx'
import { usePlace, type StaffTab } from './reading.ts'
import { TransfersSection } from './transfers-section.tsx'
import { UnattributedSection } from './unattributed-section.tsx'
import { WithSecondFactor } from './with-second-factor.tsx'

/** For whoever helps others with what they have bought. */
export function StaffPage() {
  const [{ tab }, go] = usePlace()
  return (
    <Page
      title={t('staff.title')}
      back={paths.settings()}
      content={
        <WithSecondFactor>
          <Tabs
            className="staff-tabs"
            label={t('staff.title')}
            selected={tab}
            onSelect={(chosen) => go({ tab: chosen as StaffTab })} // the ids of the items
            items={[
              { id: 'find', label: t('staff.find'), content: <FindSection /> },
              { id: 'alerts', label: t('staff.alerts'), content: <AlertsSection /> },
              { id: 'transfers', label: t('staff.transfers'), content: <TransfersSection /> },
              { id: 'nobodys', label: t('staff.nobodys'), content: <UnattributedSection /> }
            ]}
          />
        </WithSecondFactor>
      }
    >
      {t('staff.intro')}
    </Page>
  )
}
