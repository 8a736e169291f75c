import './nav.css'
import { CalendarDays, Columns3, History, House, Settings, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { NavLink } from 'react-router'
import { t, type PlainKey } from '../../messages/i18n.ts'
import { paths } from '../paths.ts'

type Place = { to: string; label: PlainKey; icon: ReactNode; end?: boolean }

function placesOf(residenceId: string): readonly Place[] {
  return [
    { to: paths.today(), label: 'nav.today', icon: <Sun aria-hidden />, end: true },
    { to: paths.board(residenceId), label: 'nav.board', icon: <Columns3 aria-hidden /> },
    { to: paths.calendar(residenceId), label: 'nav.calendar', icon: <CalendarDays aria-hidden /> },
    { to: paths.history(residenceId), label: 'nav.history', icon: <History aria-hidden /> },
    { to: paths.home(residenceId), label: 'nav.home', icon: <House aria-hidden />, end: true }
  ]
}

/** A bar at the bottom of the phone, a rail at the side of the desktop: the same list, laid out by CSS. Without a home there is nowhere to go yet. */
export function Nav({ residenceId }: { residenceId: string | undefined }) {
  return (
    <nav className={`nav ${residenceId === undefined ? 'nav-empty' : ''}`} aria-label={t('nav.label')}>
      <ul className="nav-list">
        {(residenceId === undefined ? [] : placesOf(residenceId)).map((place) => (
          <li key={place.label}>
            <NavItem {...place} />
          </li>
        ))}
        <li className="nav-desktop-only">
          <NavItem to={paths.settings()} label="nav.settings" icon={<Settings aria-hidden />} />
        </li>
      </ul>
    </nav>
  )
}

function NavItem({ to, label, icon, end = false }: Place) {
  return (
    <NavLink to={to} end={end} className="nav-item">
      {icon}
      <span>{t(label)}</span>
    </NavLink>
  )
}
