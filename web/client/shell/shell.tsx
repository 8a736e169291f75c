import './shell.css'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { Link, Outlet, ScrollRestoration, useLocation, useParams, useSearchParams } from 'react-router'
import { t } from '../../messages/i18n.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { paths } from '../paths.ts'
import { rememberResidence } from '../preferences.ts'
import { currentHome, useMe, useResidences } from '../session.ts'
import { DeletionBanner } from './deletion-banner.tsx'
import { Mark } from './mark.tsx'
import { Nav } from './nav.tsx'
import { StateBanner } from './state-banner.tsx'
import { ResidenceSwitcher } from './residence-switcher.tsx'
import { later } from '../later.ts'

const TaskOverlay = lazy(async () => ({ default: (await later(import('../pages/task/task-overlay.tsx'))).TaskOverlay }))

/** The signed-in frame around every page. */
export function Shell() {
  const residences = useResidences()
  const { residenceId } = useParams()
  // an archived home is in no list, but one can be on its pages
  const current =
    residenceId === undefined ? currentHome(residences) : residences.find((residence) => residence.id === residenceId)
  const me = useMe()
  const [search] = useSearchParams()
  useEffect(() => {
    if (residenceId !== undefined) rememberResidence(residenceId)
  }, [residenceId])
  useFocusOnNavigation()

  return (
    <div className="shell">
      <a className="skip-link button button-primary" href="#main">
        {t('app.skip')}
      </a>
      <header className="shell-top">
        <Link to={paths.today()} className="shell-mark" aria-label={t('nav.today')}>
          <Mark />
        </Link>
        <ResidenceSwitcher residences={residences} current={current} />
        <Link to={paths.settings()} className="shell-me">
          <Avatar name={me.displayName} besideName />
          <span className="visually-hidden">{t('nav.settings')}</span>
        </Link>
      </header>
      <Nav residenceId={current?.id ?? residenceId} />
      <main id="main" className="shell-main" tabIndex={-1}>
        <StateBanner />
        <DeletionBanner />
        <Outlet />
      </main>
      {(search.has('task') || search.has('newTask')) && (
        <Suspense>
          <TaskOverlay />
        </Suspense>
      )}
      <ScrollRestoration />
    </div>
  )
}

/** After going to another page the focus is on its heading, as after a page load; not at the first page. */
function useFocusOnNavigation(): void {
  const { pathname } = useLocation()
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    document.getElementById('page-title')?.focus({ preventScroll: true })
  }, [pathname])
}
