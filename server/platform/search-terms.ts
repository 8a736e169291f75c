/** A search as the database takes it: `websearch` for `websearch_to_tsquery`, `prefix` for `to_tsquery`. */
export type SearchTerms = { readonly websearch: string; readonly prefix: string }

/**
 * Whole words, "phrases" and -exclusions as typed, but for the last word, which matches beginnings, because it may not be
 * finished yet. It stands in quotes and holds none, so nothing in it is an operator.
 */
export function searchTerms(text: string): SearchTerms {
  const typed = text.normalize('NFC')
  const last = /(?:^|\s)(?<word>[^\s"-][^\s"]*)$/u.exec(typed)
  const word = last?.groups?.['word']
  if (!last || word === undefined) return { websearch: typed, prefix: '' }
  return { websearch: typed.slice(0, last.index), prefix: `'${word.replaceAll(/['\\]/g, ' ')}':*` }
}
