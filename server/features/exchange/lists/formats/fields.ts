/** A document of JSON as other programs write it: every field may be missing, or be something else. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The text of the first of these fields that has some; a number counts as one. */
export function textOf(fields: Fields, ...names: readonly string[]): string {
  const found = names
    .map((name) => fields[name])
    .find((value) => typeof value === 'number' || (typeof value === 'string' && value !== ''))
  return typeof found === 'string' || typeof found === 'number' ? String(found).trim() : ''
}

export function numberOf(fields: Fields, name: string): number | undefined {
  const value = fields[name]
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

export function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 'true'
}

/** Those of a list that are documents. */
export function documents(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : []
}

/** The words of a note that was written as HTML. */
export function withoutTags(text: string): string {
  return text
    .replaceAll(/<(?:br|\/p|\/li|\/div|\/h\d)\b[^<>]*>/gi, '\n')
    .replaceAll(/<li\b[^<>]*>/gi, '- ')
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}
