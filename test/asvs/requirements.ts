import { readFileSync } from 'node:fs'

/** One requirement of OWASP ASVS 5.0.0 that applies to honeyDue: its id without the V, and what it wants in our own words. */
export type Requirement = {
  readonly id: string
  readonly level: 1 | 2 | 3
  /** How it is shown: by behaviour (H), source (S), platform (P), a document held against the code (D), the browser (B). */
  readonly kind: 'H' | 'S' | 'P' | 'D' | 'B'
  readonly wants: string
}

const file = new URL('requirements.json', import.meta.url)
export const requirements = JSON.parse(readFileSync(file, 'utf8')) as readonly Requirement[] // asvs.test.ts checks it

export const chapters: Readonly<Record<string, string>> = {
  1: 'Encoding and sanitization',
  2: 'Validation and business logic',
  3: 'Web frontend',
  4: 'API and web service',
  5: 'Files',
  6: 'Authentication',
  7: 'Sessions',
  8: 'Authorization',
  9: 'Self-contained tokens',
  10: 'OAuth and OpenID Connect',
  11: 'Cryptography',
  12: 'Secure communication',
  13: 'Configuration',
  14: 'Data protection',
  15: 'Secure coding and architecture',
  16: 'Logging and error handling'
}
