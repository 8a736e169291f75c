import type { Climate } from '#contract/catalogue.ts'
import type { Language } from '#contract/values.ts'
import { possession, propertyTypeWords, traitWords } from './home-words.ts'
import type { ProfileField, Why } from './ranking-rules.ts'
import type { ClimateTrait, Months, Template } from './template.ts'

/** A reason in words: one sentence. */
export function wordsOf(why: Why, language: Language): string {
  if ('months' in why) return `${seasonWords[why.code][language]} ${monthNames(why.months, language)}.`
  if ('names' in why) return isForWords(why.names, language)
  if ('values' in why) return hasWords(why, language)
  if ('traits' in why) return climateWords(why.traits, why.climate, language)
  if (why.code === 'importance') return importanceWords[why.importance][language]
  if (why.code === 'property_type') return usualFor(propertyTypeWords[why.propertyType][language], language)
  return plainWords[why.code][language]
}

const plainWords = {
  every_home: { en: 'Every home needs it.', de: 'Jedes Zuhause braucht es.' },
  usual_here: { en: 'Asked for or usual in your country.', de: 'In deinem Land üblich oder vorgeschrieben.' }
} as const

const importanceWords = {
  safety: { en: 'It protects lives.', de: 'Es schützt Leben.' },
  health: { en: 'It protects your health.', de: 'Es schützt eure Gesundheit.' },
  damage: { en: 'It prevents expensive damage.', de: 'Es verhindert teure Schäden.' },
  upkeep: { en: 'It makes things last.', de: 'Es lässt Dinge länger halten.' },
  comfort: { en: 'It makes living here more pleasant.', de: 'Es macht das Wohnen angenehmer.' }
} as const satisfies Record<Template['importance'], Record<Language, string>>

const seasonWords = {
  season_now: { en: 'The right time is now:', de: 'Jetzt ist die richtige Zeit:' },
  season_soon: { en: 'The right time begins soon:', de: 'Bald ist die richtige Zeit:' },
  season_later: { en: 'Best done', de: 'Am besten' }
} as const

function usualFor(homes: string, language: Language): string {
  return { en: `Usual for ${homes}.`, de: `Üblich bei ${homes}.` }[language]
}

function isForWords(names: readonly string[], language: Language): string {
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  return {
    en: `It is for ${list.format(names.map((name) => `“${name}”`))}.`,
    de: `Es ist für ${list.format(names.map((name) => `„${name}“`))}.`
  }[language]
}

function hasWords(
  { code, field, values }: { code: 'home_has' | 'home_may_have'; field: ProfileField; values: readonly string[] },
  language: Language
): string {
  const isKnown = code === 'home_has'
  const words = (values.length === 0 ? [undefined] : values).flatMap(
    (value) => possession(field, value)?.[language] ?? []
  )
  const things = new Intl.ListFormat(language, { type: isKnown ? 'conjunction' : 'disjunction' }).format(words)
  if (isKnown) return { en: `Your home has ${things}.`, de: `Dein Zuhause hat ${things}.` }[language]
  return {
    en: `If your home has ${things}: the home profile does not say.`,
    de: `Falls dein Zuhause ${things} hat: Das Profil sagt es nicht.`
  }[language]
}

function climateWords(traits: readonly ClimateTrait[], climate: Climate, language: Language): string {
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(
    traits.map((trait) => traitWords[trait][language])
  )
  return {
    en: `Where you live ${list} (${basisWords(climate, 'en')}).`,
    de: `Bei dir gilt: ${list} (${basisWords(climate, 'de')}).`
  }[language]
}

function basisWords({ zone, basis }: Climate, language: Language): string {
  return {
    zip_code: { en: `climate zone ${zone} by ZIP code`, de: `Klimazone ${zone} nach der ZIP-Postleitzahl` },
    postal_area: {
      en: `about climate zone ${zone} by postal code`,
      de: `etwa Klimazone ${zone} nach der Postleitzahl`
    },
    country: { en: `about climate zone ${zone} by country`, de: `etwa Klimazone ${zone} nach dem Land` },
    unknown: {
      en: 'a temperate climate is assumed: the address does not say',
      de: 'ein gemäßigtes Klima ist angenommen: Die Adresse sagt es nicht'
    }
  }[basis][language]
}

function monthNames([from, to]: Months, language: Language): string {
  const name = (month: number) =>
    Temporal.PlainDate.from({ year: 2000, month, day: 1 }).toLocaleString(language, { month: 'long' })
  if (from === to) return { en: `in ${name(from)}`, de: `im ${name(from)}` }[language]
  return { en: `from ${name(from)} to ${name(to)}`, de: `von ${name(from)} bis ${name(to)}` }[language]
}
