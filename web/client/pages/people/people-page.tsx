import './people-page.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { getResidence, listMembers, type Member, type Residence } from '#contract/residences.ts'
import { can } from '#contract/roles.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { MemberRow } from './member-row.tsx'
import { ShareSection } from './share-section.tsx'

export function PeoplePage() {
  const { residenceId = '' } = useParams()
  const homeQuery = useQuery(q(getResidence, { params: { residenceId } }))
  const membersQuery = useQuery(q(listMembers, { params: { residenceId } }))
  return (
    <Page
      title={t('people.title')}
      back={paths.home(residenceId)}
      content={
        <Loaded query={homeQuery} skeleton={[12, 14]}>
          {(home) => (
            <Loaded query={membersQuery} skeleton={[12, 14]}>
              {({ items }) => <PeopleCards home={home} members={items} />}
            </Loaded>
          )}
        </Loaded>
      }
    >
      {homeQuery.data?.name}
    </Page>
  )
}

function PeopleCards({ home, members }: { home: Residence; members: readonly Member[] }) {
  return (
    <div className="stack">
      <Card>
        <ul className="list-plain">
          {members.map((member) => (
            <li key={member.userId}>
              <MemberRow home={home} member={member} owners={members.filter(({ role }) => role === 'owner').length} />
            </li>
          ))}
        </ul>
      </Card>
      {can(home.role, 'share.manage') && home.archivedAt === null && <ShareSection home={home} />}
    </div>
  )
}
