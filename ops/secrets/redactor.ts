import type { Secret } from '#server/platform/secret.ts'

/** Knows the values that must not be seen, in every spelling they are usually written in. */
export type Redactor = {
  know(value: Secret): void
  /** Whether a text holds a known value. */
  finds(text: string): boolean
  readonly redact: (text: string) => string
}

const shortest = 6

/**
 * Values of fewer than six characters are not looked for: no credential is that short, and ordinary text holds them.
 */
export function makeRedactor(): Redactor {
  const known = new Set<string>()
  return {
    know(value) {
      const texts = [value.reveal(), ...textsIn(parsed(value.reveal()))]
      for (const form of texts.flatMap(formsOf)) if (form.length >= shortest) known.add(form)
    },
    finds: (text) => [...known].some((form) => text.includes(form)),
    redact: (text) => longestFirst(known).reduce((rest, form) => rest.replaceAll(form, '[secret]'), text)
  }
}

/** Of a value that is JSON, the texts in it that are long enough to be credentials: a password beside its user, keys of a ring. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 16 ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function longestFirst(forms: Set<string>): string[] {
  return [...forms].toSorted((left, right) => right.length - left.length)
}

/** Raw, line by line, as JSON, in URLs and forms, in hexadecimal, and in base64 wherever in a longer text it begins. */
function formsOf(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1)
  const url = encodeURIComponent(value)
  const bytes = Buffer.from(value)
  const hex = bytes.toString('hex')
  const lines = value.split('\n').filter((line) => line.length >= 16)
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
  return [
    value,
    ...lines,
    json,
    json.replaceAll('/', String.raw`\/`),
    url,
    new URLSearchParams({ '': value }).toString().slice(1),
    url.replaceAll(/%../g, (escape) => escape.toLowerCase()),
    percent,
    percent.toUpperCase(),
    hex,
    hex.toUpperCase(),
    ...base64FormsOf(bytes)
  ]
}

/** Three bytes are four letters: what stands around a value changes only its first and last letters, which are left off. */
function base64FormsOf(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '')
    const first = Math.ceil((before * 4) / 3)
    const last = Math.floor(((before + bytes.length) * 4) / 3)
    const inner = text.slice(first, last)
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')]
  })
}
