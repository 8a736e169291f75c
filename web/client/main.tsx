import '../ui/tokens.css'
import '@fontsource-variable/figtree/wght.css'
import '../ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { activeLanguage, onLanguageChange, speak } from '../messages/i18n.ts'
import { App } from './app.tsx'
import { keepShell } from './keep-shell.ts'
import { watchForReturn } from './offline/return.ts'
import { storedLanguage } from './preferences.ts'

/** Brings what the browser lacks, and the words, then draws. */
async function start(): Promise<void> {
  watchForReturn()
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no #root')
  onLanguageChange(() => {
    document.documentElement.lang = activeLanguage()
  })
  await Promise.all([
    speak(storedLanguage(), navigator.languages),
    'Temporal' in globalThis ? undefined : import('temporal-polyfill/global')
  ])

  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>
  )
  keepShell()
}

void start()
