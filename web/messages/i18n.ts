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

const load: Record<Language, () => Promise<Readonly<Record<MessageKey, Message>>>> = {
  en: async () => (await import('./en.ts')).en,
  de: async () => (await import('./de.ts')).de
}

type Active = { language: Language; locale: string; messages: Readonly<Record<MessageKey, Message>> | undefined }
let active: Active = { language: 'en', locale: 'en', messages: undefined }
const listeners = new Set<() => void>()

/** Loads a language and makes it the one that `t` and the formats speak. */
export async function speak(language: Language, preferred: readonly string[]): Promise<void> {
  const messages = await load[language]()
  active = { language, locale: localeFor(language, preferred), messages }
  for (const listener of listeners) listener()
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
  const message = active.messages?.[key]
  if (message === undefined) throw new Error(`no message for ${key}`)
  return fill(message, values[0] ?? {}, active.locale)
}
