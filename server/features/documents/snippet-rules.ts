import type { FoundPaper } from '#contract/documents.ts'

/** Characters that nobody's text holds when it comes here: what is between them was looked for. */
export const hitStart = '\uE000'
export const hitEnd = '\uE001'

/** The parts of a headline: text and nothing else, so that whoever shows it has nothing to escape. */
export function snippetOf(headline: string): FoundPaper['snippet'] {
  return headline.split(hitStart).flatMap((part, index) => {
    const [hit = '', ...rest] = index === 0 ? ['', part] : part.split(hitEnd)
    return [
      { text: hit, isHit: true },
      { text: rest.join(''), isHit: false }
    ].filter(({ text }) => text !== '')
  })
}
