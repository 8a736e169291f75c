import type { Language } from '#contract/values.ts'
import type { en } from './en.ts'
import { fill, type Message, type ParameterOf } from './message.ts'

type Catalogue = typeof en
export type MessageKey = keyof Catalogue
export type { Language }

type Values<K extends MessageKey> = [ParameterOf<Catalogue[K]>] extends [never]
  ? []
  : [values: Readonly<Record<ParameterOf<Catalogue[K]>, string | number>>]

/** Keys of messages that need no values, for tables such as `column → message key`. */
export type PlainKey = { [K in MessageKey]: [ParameterOf<Catalogue[K]>] extends [never] ? K : never }[MessageKey]

/** What a page says before anything is opened on it comes with it, plans are spoken of only where there are some, staff's work only to them; all else is the `rest`. */
export type Part = 'base' | 'entrance' | 'daily' | 'plans' | 'staff' | 'rest'
type Words = Readonly<Partial<Record<MessageKey, Message>>>

const load: Record<Language, Record<Part, () => Promise<Words>>> = {
  en: {
    base: async () => (await import('./en/parts/base.ts')).base,
    entrance: async () => (await import('./en/parts/entrance.ts')).entrance,
    daily: async () => (await import('./en/parts/daily.ts')).daily,
    plans: async () => (await import('./en/parts/plans.ts')).plans,
    staff: async () => (await import('./en/parts/staff.ts')).staff,
    rest: async () => (await import('./en/parts/rest.ts')).rest
  },
  de: {
    base: async () => (await import('./de/parts/base.ts')).base,
    entrance: async () => (await import('./de/parts/entrance.ts')).entrance,
    daily: async () => (await import('./de/parts/daily.ts')).daily,
    plans: async () => (await import('./de/parts/plans.ts')).plans,
    staff: async () => (await import('./de/parts/staff.ts')).staff,
    rest: async () => (await import('./de/parts/rest.ts')).rest
  }
}

type Active = { language: Language; locale: string; words: Words }
/** What is loaded, or is spoken already. */
let asked: { readonly language: Language } | undefined
let active: Active = { language: 'en', locale: 'en', words: {} }
const listeners = new Set<() => void>()
/** Every language is spoken with all parts that were asked for so far. */
const wanted = new Set<Part>(['base'])
const { promise: started, resolve: start } = Promise.withResolvers<void>()

/** Loads a language and makes it the one that `t` and the formats speak, unless another one is wanted meanwhile. */
export async function speak(language: Language, preferred: readonly string[]): Promise<void> {
  const mine = (asked = { language })
  let words: Words = {}
  try {
    // what `learn` adds meanwhile is visited too
    for (const part of wanted) words = { ...words, ...(await load[language][part]()) }
  } catch (error) {
    if (asked === mine) asked = undefined
    throw error
  }
  if (asked !== mine) return started
  active = { language, locale: localeFor(language, preferred), words }
  start()
  for (const listener of listeners) listener()
}

/** Loads a part of the catalogue; from then on `t` knows it in every language. */
export async function learn(part: Part): Promise<void> {
  wanted.add(part)
  await started
  const { language } = active
  const words = await load[language][part]()
  // another language that was begun meanwhile brings the part itself
  if (language === active.language) active = { ...active, words: { ...active.words, ...words } }
}

/** The person's own regional form of the language (`en-GB`, `de-AT`), so that dates look as at home. */
export function localeFor(language: Language, preferred: readonly string[]): string {
  return preferred.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language
}

/** The language to start with, before the person's own setting is known. */
export function firstLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    if (tag === 'de' || tag.startsWith('de-')) return 'de'
    if (tag === 'en' || tag.startsWith('en-')) return 'en'
  }
  return 'en'
}

/** Spoken from now on, or as soon as it is loaded. */
export function wantedLanguage(): Language | undefined {
  return asked?.language
}

export function activeLanguage(): Language {
  return active.language
}

/** BCP 47 tag for every Intl formatter. */
export function activeLocale(): string {
  return active.locale
}

export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The text for a key in the active language. A missing key or value does not compile. */
export function t<K extends MessageKey>(key: K, ...values: Values<K>): string {
  const message: Message | undefined = active.words[key]
  if (message === undefined) throw new Error(`no message for ${key}`)
  return fill(message, values[0] ?? {}, active.locale)
}
