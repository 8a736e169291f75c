/** Whose stems are looked for beside the words themselves. */
export type TextLanguage = 'en' | 'de'

/** Small words that one of the languages has and the other has not. */
const telling: Readonly<Record<TextLanguage, ReadonlySet<string>>> = {
  en: new Set(['the', 'of', 'and', 'to', 'for', 'is', 'with', 'this', 'your', 'are', 'by', 'from', 'not', 'or', 'be']),
  de: new Set([
    'der',
    'die',
    'das',
    'und',
    'ist',
    'nicht',
    'mit',
    'für',
    'von',
    'ein',
    'eine',
    'den',
    'dem',
    'auf',
    'zu'
  ])
}

/** By the small words of its beginning; null for what is neither, or too short to tell. */
export function languageOf(text: string): TextLanguage | null {
  const words =
    text
      .slice(0, 5000)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  const count = (language: TextLanguage) => words.filter((word) => telling[language].has(word)).length
  const [en, de] = [count('en'), count('de')]
  if (Math.max(en, de) < 2 || en === de) return null
  return en > de ? 'en' : 'de'
}
