import type { Language } from '#contract/values.ts'
import type { Part } from '../messages/i18n.ts'
import { askEarly } from '../early.ts'
import { firstReadings } from './first-readings.ts'
import { mayBeSignedIn, storedLanguage, storedTheme } from './preferences.ts'

/** Filled in by the build: the files of each language, and of the pages people start on by the pattern of their address. */
declare const preloads: {
  readonly words: Readonly<Record<Language, Readonly<Record<Part, readonly string[]>>>>
  readonly pages: readonly { readonly pattern: string; readonly files: readonly string[]; readonly words: Part }[]
}

// The first script of all, before the first paint. A file of its own, because our policy forbids inline scripts.
const theme = storedTheme()
if (theme !== 'system') document.documentElement.dataset['theme'] = theme

const page = preloads.pages.find(({ pattern }) => new RegExp(pattern).test(location.pathname))
const words = preloads.words[storedLanguage()]
const ahead = page === undefined ? [] : [...words[page.words], ...page.files]
for (const file of [...words.base, ...ahead]) document.head.append(hintFor(file))

if (mayBeSignedIn()) for (const address of firstReadings(location.pathname)) askEarly(address)

/** Lets the browser fetch a file now that the application will ask for later. */
function hintFor(file: string): HTMLLinkElement {
  const link = document.createElement('link')
  if (file.endsWith('.css')) Object.assign(link, { rel: 'preload', as: 'style' })
  else link.rel = 'modulepreload'
  link.crossOrigin = ''
  link.href = `/${file}`
  return link
}
