import './home-page.css'
import { useQuery } from '@tanstack/react-query'
import {
  Archive,
  ChartColumn,
  ChevronRight,
  FileText,
  FileUp,
  Home,
  Lightbulb,
  MapPin,
  Settings,
  Users,
  Wrench
} from 'lucide-react'
import { Link, useParams } from 'react-router'
import { getResidence, listMembers, type Residence } from '#contract/residences.ts'
import { can } from '#contract/roles.ts'
import { q } from '../../../api.ts'
import { formatDay } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { LinkButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { countryName } from '../../countries.ts'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { PictureCard } from './picture-card.tsx'
import { AssetsCard } from './assets-card.tsx'
import { addressLines, profileWords } from './profile-words.ts'

export function HomePage() {
  const { residenceId = '' } = useParams()
  const query = useQuery(q(getResidence, { params: { residenceId } }))
  return (
    <Page
      title={query.data?.name ?? t('nav.home')}
      actions={
        <LinkButton to={paths.homeSettings(residenceId)}>
          <Settings aria-hidden />
          {t('home.settings')}
        </LinkButton>
      }
      content={
        <Loaded query={query} skeleton={[6, 5, 9]}>
          {(home) => <HomeCards home={home} />}
        </Loaded>
      }
    />
  )
}

function HomeCards({ home }: { home: Residence }) {
  return (
    <div className="stack">
      {home.archivedAt !== null && (
        <p className="home-note">
          <Archive aria-hidden />
          {t('home.archived', { date: formatDay(home.archivedAt) })}
        </p>
      )}
      <PictureCard home={home} />
      <AddressCard home={home} />
      <PeopleCard home={home} />
      <TradespeopleCard home={home} />
      <ProfileCard home={home} />
      <AssetsCard home={home} />
      <PapersCard home={home} />
      <ReportsCard home={home} />
      {home.archivedAt === null && <IdeasCard home={home} />}
      <ListsCard home={home} />
    </div>
  )
}

function AddressCard({ home }: { home: Residence }) {
  const lines = [...addressLines(home), ...(home.country === null ? [] : [countryName(home.country)])]
  return (
    <Card aria-labelledby="home-address">
      <h2 id="home-address" className="home-heading">
        <MapPin aria-hidden />
        {t('home.address')}
      </h2>
      <address className="home-address">
        {lines.length === 0 ? (
          <span className="muted">{t('choice.none')}</span>
        ) : (
          lines.map((line) => <p key={line}>{line}</p>)
        )}
      </address>
      <p className="small muted">
        {t('home.timeZone')}: {home.timeZone.replaceAll('_', ' ')}
      </p>
    </Card>
  )
}

function PeopleCard({ home }: { home: Residence }) {
  const { data } = useQuery(q(listMembers, { params: { residenceId: home.id } }))
  return (
    <Card aria-labelledby="home-people">
      <h2 id="home-people" className="home-heading">
        <Users aria-hidden />
        {t('home.people')}
      </h2>
      <Link to={paths.people(home.id)} className="home-people">
        <span className="row">
          {data?.items.slice(0, 5).map((member) => (
            <Avatar key={member.userId} name={member.displayName} />
          ))}
          <span>{t('home.peopleCount', { count: home.memberCount })}</span>
        </span>
        <span className="home-open">
          {t('home.peopleOpen')}
          <ChevronRight aria-hidden />
        </span>
      </Link>
    </Card>
  )
}

function ReportsCard({ home }: { home: Residence }) {
  return (
    <Card aria-labelledby="home-reports">
      <h2 id="home-reports" className="home-heading">
        <ChartColumn aria-hidden />
        {t('reports.cardTitle')}
      </h2>
      <div className="stack-small">
        <p className="muted">{t('reports.cardText')}</p>
        <LinkButton to={paths.reports(home.id)} className="home-note-it">
          {t('reports.open')}
        </LinkButton>
      </div>
    </Card>
  )
}

function TradespeopleCard({ home }: { home: Residence }) {
  return (
    <Card aria-labelledby="home-tradespeople">
      <h2 id="home-tradespeople" className="home-heading">
        <Wrench aria-hidden />
        {t('contractors.title')}
      </h2>
      <div className="stack-small">
        <p className="muted">{t('contractors.cardText')}</p>
        <LinkButton to={paths.contractors(home.id)} className="home-note-it">
          {t('contractors.open')}
        </LinkButton>
      </div>
    </Card>
  )
}

function IdeasCard({ home }: { home: Residence }) {
  return (
    <Card aria-labelledby="home-ideas">
      <h2 id="home-ideas" className="home-heading">
        <Lightbulb aria-hidden />
        {t('ideas.cardTitle')}
      </h2>
      <div className="stack-small">
        <p className="muted">{t('ideas.cardText')}</p>
        <LinkButton to={paths.ideas(home.id)} className="home-note-it">
          {t('ideas.open')}
        </LinkButton>
      </div>
    </Card>
  )
}

function PapersCard({ home }: { home: Residence }) {
  return (
    <Card aria-labelledby="home-papers">
      <h2 id="home-papers" className="home-heading">
        <FileText aria-hidden />
        {t('papers.title')}
      </h2>
      <div className="stack-small">
        <p className="muted">{t('papers.cardText')}</p>
        <LinkButton to={paths.papers(home.id)} className="home-note-it">
          {t('papers.open')}
        </LinkButton>
      </div>
    </Card>
  )
}

function ListsCard({ home }: { home: Residence }) {
  return (
    <Card aria-labelledby="home-lists">
      <h2 id="home-lists" className="home-heading">
        <FileUp aria-hidden />
        {t('lists.cardTitle')}
      </h2>
      <div className="stack-small">
        <p className="muted">{t('lists.cardText')}</p>
        <LinkButton to={paths.lists(home.id)} className="home-note-it">
          {t('lists.open')}
        </LinkButton>
      </div>
    </Card>
  )
}

function ProfileCard({ home }: { home: Residence }) {
  const words = profileWords(home.profile)
  const mayEdit = can(home.role, 'residence.edit') && home.archivedAt === null
  return (
    <Card aria-labelledby="home-profile">
      <h2 id="home-profile" className="home-heading">
        <Home aria-hidden />
        {t('home.whatItHas')}
      </h2>
      {words.length === 0 ? (
        <div className="stack-small">
          <p className="muted">{t('home.nothingKnown')}</p>
          {mayEdit && (
            <LinkButton to={paths.homeSettings(home.id)} className="home-note-it">
              {t('home.noteIt')}
            </LinkButton>
          )}
        </div>
      ) : (
        <dl className="home-profile">
          {words.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  )
}
