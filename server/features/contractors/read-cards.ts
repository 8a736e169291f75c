import ICAL from 'ical.js'
import type { CardContractor, CardProblem as Problem } from '#contract/contractor-cards.ts'
import { plainLines } from './card-property-rules.ts'
import { contractorOfCard, type CardValue } from './card-rules.ts'
import { cardsIn, CardProblem, propertiesOf, textOf, type RawCard } from './card-text-rules.ts'

type Card = Omit<CardContractor, 'there'>

/** So many cards of a file are read. */
export const mostCards = 1000

/** What a file of vCards (2.1, 3.0, 4.0) says: everybody in it, and of each card that could not be read the reason. */
export function readCards(bytes: Uint8Array): { cards: Card[]; problems: Problem[] } {
  const found = cardsIn(textOf(bytes), mostCards + 1)
  const cards: Card[] = []
  const problems: Problem[] = found.length === 0 ? [{ line: 1, reason: 'no_card', name: null }] : []
  for (const raw of found.slice(0, mostCards)) {
    const name = nameIn(raw)
    try {
      if (!raw.endsWell) throw new CardProblem('not_ended')
      const card = contractorOfCard(valuesOf(raw))
      if (cards.some((other) => isSame(other, card))) throw new CardProblem('double')
      cards.push(card)
    } catch (error) {
      if (!(error instanceof CardProblem)) throw error
      problems.push({ line: raw.line, reason: error.reason, name })
    }
  }
  const further = found[mostCards]
  return { cards, problems: further ? [...problems, { line: further.line, reason: 'too_many', name: null }] : problems }
}

/** A card in jCard (RFC 7095): name, parameters, type, one or more values, each a text or its components. */
type JCard = [string, [string, Record<string, string | string[]>, string, ...(string | (string | string[])[])[]][], []]

function valuesOf({ lines }: RawCard): CardValue[] {
  const text = plainLines(propertiesOf(lines)).join('\r\n')
  let parsed: unknown
  try {
    parsed = ICAL.parse(text)
  } catch {
    throw new CardProblem('line_not_understood')
  }
  const [, properties] = parsed as JCard // as ical.js describes it
  return properties.map(([name, parameters, , ...values]) => ({
    name,
    types: typesOf(parameters),
    // ical.js leaves this escape of texts as it is
    parts: values.flat(2).map((part) => part.replaceAll('\\;', ';'))
  }))
}

function typesOf({ type = [], pref }: Record<string, string | string[]>): string[] {
  const types = [type].flat().flatMap((each) => each.toLowerCase().split(','))
  return pref === undefined ? types : [...types, 'pref']
}

/** What the card seems to be of, to be found again in the file. */
function nameIn({ lines }: RawCard): string | null {
  const named = lines.find((line) => /^(FN|N)[:;]/i.test(line))
  const name = named
    ?.slice(named.indexOf(':') + 1)
    .replaceAll(/[;\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 200)
  return name === undefined || name === '' ? null : name
}

/** The same person twice, whatever else is noted of them. */
function isSame(one: Card, other: Card): boolean {
  if (one.uid !== null && one.uid === other.uid) return true
  return (
    one.name === other.name && one.company === other.company && one.phone === other.phone && one.email === other.email
  )
}
