import './entrance.css'
import { Outlet } from 'react-router'
import { t } from '../../messages/i18n.ts'
import { LanguageChoice } from './language-choice.tsx'
import { Mark } from './mark.tsx'
import { OfflineBanner } from './offline-banner.tsx'

/** The signed-out frame: the mark, one card, the language. */
export function Entrance() {
  return (
    <div className="entrance">
      <OfflineBanner />
      <header className="entrance-header">
        <Mark size={44} />
        <span>{t('app.name')}</span>
      </header>
      <main id="main" className="entrance-main">
        <Outlet />
      </main>
      <footer className="entrance-footer">
        <LanguageChoice />
      </footer>
    </div>
  )
}
