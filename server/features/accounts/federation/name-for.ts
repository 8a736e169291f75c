import type { Language } from '#contract/values.ts'

const longest = 80
const nobody: Record<Language, string> = { en: 'New here', de: 'Neu hier' }

/**
 * What to call somebody who has not been asked: the first name that says anything, else the beginning of the address, unless
 * that is a relay's. Nobody vouches for it, so it is treated as any name that is typed: one line, bounded, something to see.
 */
export function nameFor({
  said,
  email,
  identity,
  language
}: {
  said: readonly (string | undefined)[]
  email: string
  identity: { privateEmail: boolean }
  language: Language
}): string {
  const candidates = [...said, identity.privateEmail ? undefined : email.split('@')[0]]
  return candidates.map(cleaned).find((name) => name !== undefined) ?? nobody[language]
}

function cleaned(name: string | undefined): string | undefined {
  const line = (name ?? '').replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  const short = Array.from(line).slice(0, longest).join('').trim()
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(short) ? short : undefined
}
