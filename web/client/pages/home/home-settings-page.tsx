import './home-page.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { getResidence, type Residence } from '#contract/residences.ts'
import { can } from '#contract/roles.ts'
import { q } from '../../../api.ts'
import { formatDay } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { ArchiveSection } from './archive-section.tsx'
import { DeleteSection } from './delete-section.tsx'
import { DetailsSection } from './details-section.tsx'
import { EventsSection } from './events-section.tsx'
import { HandoverSection } from './handover-section.tsx'
import { ProfileSection } from './profile-section.tsx'

export function HomeSettingsPage() {
  const { residenceId = '' } = useParams()
  const query = useQuery(q(getResidence, { params: { residenceId } }))
  return (
    <Page
      title={t('home.settings')}
      back={paths.home(residenceId)}
      content={
        <Loaded query={query} skeleton={[26, 30]}>
          {(home) => <Sections key={home.id} home={home} />}
        </Loaded>
      }
    >
      {query.data?.name}
    </Page>
  )
}

function Sections({ home }: { home: Residence }) {
  const isArchived = home.archivedAt !== null
  const mayEdit = can(home.role, 'residence.edit') && !isArchived
  return (
    <div className="stack">
      {isArchived && <p className="home-note">{t('home.archived', { date: formatDay(home.archivedAt ?? '') })}</p>}
      {!can(home.role, 'residence.edit') && <p className="home-note">{t('home.viewerNote')}</p>}
      <DetailsSection home={home} mayEdit={mayEdit} />
      <ProfileSection home={home} mayEdit={mayEdit} />
      {can(home.role, 'events.read') && <EventsSection home={home} />}
      {can(home.role, 'ownership.transfer') && <HandoverSection home={home} />}
      {can(home.role, 'residence.archive') && <ArchiveSection home={home} />}
      {can(home.role, 'residence.delete') && <DeleteSection home={home} />}
    </div>
  )
}
