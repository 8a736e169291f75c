import './entrance.css'
import { useLayoutEffect, type ReactNode } from 'react'
import { Outlet } from 'react-router'
import { t } from '../../messages/i18n.ts'
import { forgetEverything } from '../session.ts'
import { LanguageChoice } from './language-choice.tsx'
import { LeftBehind } from './left-behind.tsx'
import { Mark } from './mark.tsx'
import { OfflineBanner } from './offline-banner.tsx'

/** The frame of the pages before signing in. */
export function Entrance() {
  useLayoutEffect(forgetEverything, []) // before the page below begins to read
  return (
    <EntranceFrame>
      <Outlet />
    </EntranceFrame>
  )
}

/** The mark, one card, the language. */
export function EntranceFrame({ children }: { children: ReactNode }) {
  return (
    <div className="entrance">
      <OfflineBanner />
      <LeftBehind />
      <header className="entrance-header">
        <Mark size={44} />
        <span>{t('app.name')}</span>
      </header>
      <main id="main" className="entrance-main">
        {children}
      </main>
      <footer className="entrance-footer">
        <LanguageChoice />
      </footer>
    </div>
  )
}
