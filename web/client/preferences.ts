import { firstLanguage, type Language } from '../messages/i18n.ts'

/** What this browser remembers without the server. Storage may be forbidden; then nothing is remembered. */

export type Theme = 'system' | 'light' | 'dark'

type Key = 'theme' | 'language' | 'residence' | 'signedIn' | 'account'

function read(key: Key): string | null {
  try {
    return localStorage.getItem(`honeydue.${key}`)
  } catch {
    return null
  }
}

function write(key: Key, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`honeydue.${key}`)
    else localStorage.setItem(`honeydue.${key}`, value)
  } catch {
    // private mode or a full disk: the choice lasts until the page is closed
  }
}

export function storedTheme(): Theme {
  const theme = read('theme')
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

export function chooseTheme(theme: Theme): void {
  write('theme', theme === 'system' ? null : theme)
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

export function storedLanguage(): Language {
  const language = read('language')
  return language === 'en' || language === 'de' ? language : firstLanguage(navigator.languages)
}

export function rememberLanguage(language: Language): void {
  write('language', language)
}

export function storedResidence(): string | null {
  return read('residence')
}

export function rememberResidence(residenceId: string | null): void {
  write('residence', residenceId)
}

/** Whether it is worth asking who is signed in; the cookie itself is out of reach of scripts. */
export function mayBeSignedIn(): boolean {
  return read('signedIn') === '1'
}

/** Whoever is signed out leaves nothing of theirs behind: the home they looked at last is forgotten too. */
export function rememberSignedIn(signedIn: boolean): void {
  write('signedIn', signedIn ? '1' : null)
  if (signedIn) return
  rememberResidence(null)
  write('account', null)
}

/** Whose answers are kept for offline: the id of the signed-in person, which the cookie tells no script. */
export function storedAccount(): string | null {
  return read('account')
}

export function rememberAccount(userId: string): void {
  write('account', userId)
}
