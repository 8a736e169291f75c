import { CardProblem, type RawProperty } from './card-text-rules.ts'

const read = new Set(['FN', 'N', 'ORG', 'TEL', 'EMAIL', 'URL', 'NOTE', 'TITLE', 'ROLE', 'CATEGORIES', 'UID'])
const structured = new Set(['N', 'ORG', 'CATEGORIES'])

/**
 * What of a card is read, as lines of vCard 4.0 or 3.0: with the parameters that mean something, and what vCard 2.1 writes in
 * its own way (quoted-printable, character sets, types without a name) written as its successors do.
 */
export function plainLines(properties: readonly RawProperty[]): string[] {
  const version = properties.find(({ name }) => name === 'VERSION')?.value.trim() ?? '3.0'
  const lines = properties.filter(({ name }) => read.has(name)).map((property) => plainLine(property, version))
  return ['BEGIN:VCARD', `VERSION:${version === '4.0' ? '4.0' : '3.0'}`, ...lines, 'END:VCARD']
}

function plainLine(property: RawProperty, version: string): string {
  const { name } = property
  const given = property.parameters.map(parameterOf)
  const types = given.flatMap(([key, value]) => (key === 'TYPE' || key === 'PREF' ? `${key}=${value}` : []))
  const encoded = given.some(([key, value]) => key === 'ENCODING' && value === 'QUOTED-PRINTABLE')
  const charset = given.find(([key]) => key === 'CHARSET')?.[1] ?? 'utf-8'
  const value = encoded ? decodeQuoted(property.value, charset) : property.value
  const parameters = types.map((each) => `;${each}`).join('')
  return `${name}${parameters}:${encoded || version === '2.1' ? escaped(name, value) : value}`
}

const codings = new Set(['QUOTED-PRINTABLE', 'BASE64', '8BIT', '7BIT', 'B'])

/** "TYPE=work", or as in vCard 2.1 only "WORK". */
function parameterOf(written: string): readonly [key: string, value: string] {
  const [key = '', ...rest] = written.toUpperCase().split('=')
  const value = rest.join('=').replaceAll(/[^A-Z0-9,_.:-]/g, '')
  if (rest.length > 0) return [key.trim(), value]
  const word = key.replaceAll(/[^A-Z0-9-]/g, '')
  return codings.has(word) ? ['ENCODING', word] : ['TYPE', word === '' ? 'X' : word]
}

function decodeQuoted(value: string, charset: string): string {
  const bytes = Buffer.from(
    value.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, pair: string) => String.fromCodePoint(Number.parseInt(pair, 16))),
    'latin1'
  )
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    throw new CardProblem('charset_unknown')
  }
}

/** As RFC 2426 writes a text; what parts a value into its components stays. */
function escaped(name: string, value: string): string {
  const parted = structured.has(name)
  return value
    .replaceAll(/\\([;,\\])/g, (_, letter: string) => (parted && letter === ';' ? '\u0001' : letter))
    .replaceAll('\\', '\\\\')
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(',', name === 'CATEGORIES' ? ',' : '\\,')
    .replaceAll(';', parted ? ';' : '\\;')
    .replaceAll('\u0001', '\\;')
}
