import './today-page.css'
import { useQuery } from '@tanstack/react-query'
import { Plus, Sparkles, Sprout } from 'lucide-react'
import { useState } from 'react'
import { Navigate, useSearchParams } from 'react-router'
import type { Output } from '#contract/route.ts'
import { can } from '#contract/roles.ts'
import { getBoard, getToday } from '#contract/board.ts'
import { q } from '../../../api.ts'
import { t, type PlainKey } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { useCompleteAtOnce } from '../../complete-at-once.ts'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths, searchWithNewTask } from '../../paths.ts'
import { currentHome, useMe, useResidences } from '../../session.ts'
import { glance, greetingAt, groupsOf, type Group } from './grouping.ts'
import { WaitingWork } from './waiting-work.tsx'
import { TodayCard } from './today-card.tsx'

type Today = Output<typeof getToday>

const titles: Readonly<Record<Group, PlainKey>> = {
  overdue: 'today.overdue',
  today: 'today.today',
  week: 'today.week'
}

export function TodayPage() {
  const me = useMe()
  const [hour] = useState(() => new Date().getHours())
  const homes = useResidences()
  const query = useQuery(q(getToday, {}))
  if (homes.length === 0) return <Navigate to={paths.welcome()} replace />

  return (
    <Page
      title={t(greetingAt(hour), { name: me.displayName })}
      actions={<AddTask />}
      content={
        <div className="stack">
          <WaitingWork />
          <Loaded query={query} skeleton={[1.5, 4.5, 4.5, 4.5]}>
            {(today) => (today.cards.length === 0 ? <NothingDue /> : <Groups today={today} />)}
          </Loaded>
        </div>
      }
    >
      {query.data !== undefined && query.data.cards.length > 0 && summaryOf(query.data)}
    </Page>
  )
}

/** "5 things this week, 2 of them late". */
function summaryOf({ residences }: Today): string {
  const late = residences.reduce((sum, residence) => sum + residence.overdue, 0)
  const rest = residences.reduce((sum, residence) => sum + residence.dueToday + residence.dueThisWeek, 0)
  const count = t('today.count', { count: late + rest })
  return late === 0 ? count : `${count}, ${t('today.late', { count: late })}`
}

function Groups({ today }: { today: Today }) {
  const homes = useResidences()
  const { complete, leaving } = useCompleteAtOnce()
  const todayOf = new Map(today.residences.map((residence) => [residence.residenceId, residence.today]))
  const homeOf = (residenceId: string) => homes.find((home) => home.id === residenceId)

  return (
    <div className="stack">
      {groupsOf(today.cards, todayOf).map(([group, cards]) => (
        <section key={group} aria-labelledby={`group-${group}`}>
          <h2 id={`group-${group}`} className={`today-group today-group-${group}`}>
            {t(titles[group])}
          </h2>
          <ul className="stack-small">
            {cards.map((card) => {
              const home = homeOf(card.residenceId)
              const mayComplete = home !== undefined && can(home.role, 'task.complete')
              return (
                <li key={card.id} className={leaving.has(card.id) ? 'today-leaving' : undefined}>
                  <TodayCard
                    card={card}
                    today={todayOf.get(card.residenceId) ?? ''}
                    {...(homes.length > 1 && home !== undefined ? { homeName: home.name } : {})}
                    {...(mayComplete ? { onComplete: () => complete(card) } : {})}
                  />
                </li>
              )
            })}
          </ul>
        </section>
      ))}
      <SeeBoard today={today} />
    </div>
  )
}

function SeeBoard({ today }: { today: Today }) {
  const home = currentHome(useResidences())
  const total = today.residences.reduce(
    (sum, { overdue, dueToday, dueThisWeek }) => sum + overdue + dueToday + dueThisWeek,
    0
  )
  const more = Math.max(total - glance, 0)
  if (home === undefined) return null
  return (
    <LinkButton to={paths.board(home.id)} className="today-board">
      {more > 0 ? t('today.more', { count: more }) : t('today.seeBoard')}
    </LinkButton>
  )
}

function NothingDue() {
  const home = currentHome(useResidences())
  // tells a home in order from one where nothing was planned yet
  const board = useQuery({ ...q(getBoard, { params: { residenceId: home?.id ?? '' } }), enabled: home !== undefined })
  const isFirstUse = board.data?.columns.every(({ count }) => count === 0)
  if (isFirstUse === undefined && board.isPending) return <Skeleton label={t('app.loading')} heights={[12]} />
  return isFirstUse === true ? <FirstUse /> : <AllDone />
}

function FirstUse() {
  return (
    <EmptyState icon={<Sprout aria-hidden />} title={t('today.firstTitle')} action={<FirstSteps />}>
      {t('today.firstText')}
    </EmptyState>
  )
}

function FirstSteps() {
  const home = currentHome(useResidences())
  return (
    <div className="today-first">
      <AddTask />
      {home && <LinkButton to={paths.ideas(home.id)}>{t('today.ideas')}</LinkButton>}
    </div>
  )
}

function AllDone() {
  const home = currentHome(useResidences())
  return (
    <EmptyState
      icon={<Sparkles aria-hidden />}
      title={t('today.emptyTitle')}
      action={home && <LinkButton to={paths.board(home.id)}>{t('today.seeBoard')}</LinkButton>}
    >
      {t('today.emptyText')}
    </EmptyState>
  )
}

function AddTask() {
  const [search] = useSearchParams()
  const home = currentHome(useResidences().filter(({ role }) => can(role, 'task.write')))
  if (home === undefined) return null
  return (
    <LinkButton variant="primary" to={{ search: searchWithNewTask(search, home.id) }}>
      <Plus aria-hidden />
      {t('today.addTask')}
    </LinkButton>
  )
}
