import type { CardReason } from '#contract/contractor-cards.ts'

/** The text of a file of cards, whatever program wrote it: UTF-8, UTF-16 with or without its mark, else what Windows wrote. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder(wideEncoding(bytes) ?? 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** A card begins with a letter, so that a zero beside it tells how wide letters are written. */
function wideEncoding([first, second]: Uint8Array): string | undefined {
  if ((first === 0xff && second === 0xfe) || second === 0) return 'utf-16le'
  return (first === 0xfe && second === 0xff) || first === 0 ? 'utf-16be' : undefined
}

/** One card as it stands in a file; `endsWell`: its END is there. */
export type RawCard = { readonly line: number; readonly lines: readonly string[]; readonly endsWell: boolean }

type Reading = { readonly cards: RawCard[]; open: { line: number; lines: string[] } | undefined; within: boolean }

/** The first `limit` cards of a text, each with the number of its first line. A card within one (AGENT) is left out. */
export function cardsIn(text: string, limit: number): RawCard[] {
  const reading: Reading = { cards: [], open: undefined, within: false }
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const word = line.trim().toUpperCase()
    if (word === 'BEGIN:VCARD') begin(reading, index + 1)
    else if (word === 'END:VCARD') end(reading)
    else if (!reading.within) reading.open?.lines.push(line)
    if (reading.cards.length >= limit) break
  }
  close(reading, false)
  return reading.cards
}

function begin(reading: Reading, line: number): void {
  reading.within = reading.open?.lines.at(-1)?.toUpperCase().startsWith('AGENT') ?? false
  if (reading.within) return
  close(reading, false)
  reading.open = { line, lines: [] }
}

function end(reading: Reading): void {
  if (!reading.within) close(reading, true)
  reading.within = false
}

function close(reading: Reading, endsWell: boolean): void {
  if (reading.open) reading.cards.push({ ...reading.open, endsWell })
  reading.open = undefined
}

/** A property as it was written: its name in capitals, its parameters, its value. */
export type RawProperty = { readonly name: string; readonly parameters: readonly string[]; readonly value: string }

/**
 * The properties of a card, unfolded: as RFC 6350 §3.2 folds, as quoted-printable does with a "=" at the end, and base64 that
 * some phones do not indent. Throws `CardProblem`.
 */
export function propertiesOf(lines: readonly string[]): RawProperty[] {
  const unfolded: Unfolded[] = []
  for (const line of lines) {
    const last = unfolded.at(-1)
    const longer = last && continued(last, line)
    if (last && longer !== undefined) last.text = longer
    else if (line.trim() !== '') unfolded.push({ text: line, coding: codingOf(line) })
  }
  return unfolded.map(({ text }) => propertyOf(text))
}

type Unfolded = { text: string; readonly coding: Coding }

/** The line before with this one, if it goes on there. */
function continued({ text, coding }: Unfolded, line: string): string | undefined {
  if (coding === 'quoted' && text.endsWith('=')) return text.slice(0, -1) + line
  if (/^[ \t]/.test(line)) return text + line.slice(1)
  return coding === 'base64' && !line.includes(':') ? text + line : undefined
}

type Coding = 'plain' | 'quoted' | 'base64'

function codingOf(line: string): Coding {
  const words = line.slice(0, line.indexOf(':')).toUpperCase().split(/[;=]/)
  if (words.includes('QUOTED-PRINTABLE')) return 'quoted'
  return words.includes('BASE64') || words.includes('B') ? 'base64' : 'plain'
}

function propertyOf(line: string): RawProperty {
  const colon = unquoted(line, ':')
  if (colon < 0) throw new CardProblem('line_not_understood')
  const [full = '', ...parameters] = line.slice(0, colon).split(';')
  const name = full.slice(full.lastIndexOf('.') + 1).trim()
  if (!/^[A-Za-z0-9-]+$/.test(name)) throw new CardProblem('line_not_understood')
  return { name: name.toUpperCase(), parameters, value: line.slice(colon + 1) }
}

/** Where a letter stands first outside of quotation marks; -1 for nowhere. */
function unquoted(line: string, letter: string): number {
  let quoted = false
  for (let index = 0; index < line.length; index++) {
    if (line[index] === '"') quoted = !quoted
    else if (line[index] === letter && !quoted) return index
  }
  return -1
}

/** Why a card could not be read. */
export class CardProblem extends Error {
  readonly reason: CardReason
  constructor(reason: CardReason) {
    super(reason)
    this.reason = reason
  }
}
