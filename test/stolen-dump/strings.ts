import type { dump } from '../dump.ts'

type Row = Awaited<ReturnType<typeof dump>>[number]

/** Everything in the rows that somebody could take for a credential: each text, what is packed in it, and in which spellings. */
export function stringsOf(rows: readonly Row[]): Set<string> {
  const found = new Set<string>()
  for (const { row } of rows) collect(row, found)
  return found
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === 'number') return collectText(String(value).padStart(8, '0'), found)
  if (typeof value === 'string') return collectText(value, found)
  if (typeof value !== 'object' || value === null) return
  for (const [key, part] of Object.entries(value)) {
    found.add(key)
    collect(part, found)
  }
}

function collectText(text: string, found: Set<string>): void {
  if (found.has(text)) return
  found.add(text)
  for (const part of [...(text.match(/[\w.~+/=-]{6,}/g) ?? []), ...(text.match(/[\w-]{6,}/g) ?? [])]) found.add(part)
  collect(asJson(text), found)
  for (const bytes of bytesOf(text)) {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) found.add(bytes.toString(encoding))
    const inside = bytes.toString('utf8')
    if (/^[\x20-\x7e]{6,}$/.test(inside)) collectText(inside, found)
  }
}

function asJson(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Of a bytea as PostgreSQL prints it, of hexadecimal, of both kinds of Base64. */
function bytesOf(text: string): Buffer[] {
  const hex = /^(?:\\x)?((?:[0-9a-f]{2}){4,})$/i.exec(text)?.[1]
  if (hex !== undefined) return [Buffer.from(hex, 'hex')]
  return /^[\w+/-]{8,}={0,2}$/.test(text) ? [Buffer.from(text, 'base64')] : []
}

/** Where a secret, or the most of it, is written down: plain, in hexadecimal, in Base64. */
export function placesOf(secret: string, rows: readonly Row[]): string[] {
  const bytes = Buffer.from(secret).subarray(0, 15) // a multiple of three: Base64 of the beginning begins the Base64
  const forms = [bytes.toString(), bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')]
  return rows.filter(({ text }) => forms.some((form) => text.includes(form))).map(({ table }) => table)
}
