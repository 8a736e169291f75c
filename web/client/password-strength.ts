export type Strength = 'short' | 'weak' | 'fair' | 'good'

const shortest = 10
/** What most guesses begin with; the server knows a million more. */
const firstGuesses =
  /passwor[dt]|pass|qwert[yz]|asdf|letmein|welcome|willkommen|hallo|iloveyou|ichliebe|admin|geheim|secret|honeydue/g
/** Bits that a guesser has to spend on one character in its place. */
const bits = { letter: 2.4, strayLetter: 4, digit: 2.8, space: 2, other: 4, following: 0.5 }

/**
 * Roughly how hard a password is to guess, told while it is typed: letters count little where words
 * are what they make;
 * repetitions, runs and what others know (`personal`) count next to nothing. The server decides.
 */
export function passwordStrength(password: string, personal: readonly string[] = []): Strength {
  if (Array.from(password.normalize()).length < shortest) return 'short'
  const words = personal
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter(({ length }) => length > 3)
  let text = password.toLowerCase().replace(firstGuesses, '')
  for (const word of words) text = text.replaceAll(word, '')
  const once = /^(.+?)\1+$/u.exec(text.replaceAll(' ', ''))?.[1] // said twice is said once
  const characters = Array.from(once ?? text)
  const sum = characters.reduce((total, character, at) => total + bitsOf(character, characters[at - 1]), 0)
  const total = Math.min(sum, new Set(characters).size * 5)
  if (total < 28) return 'weak'
  return total < 38 ? 'fair' : 'good'
}

function bitsOf(character: string, before = ' '): number {
  if (Math.abs((character.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0)) <= 1) return bits.following
  if (/\p{L}/u.test(character)) return /[\p{L} ]/u.test(before) ? bits.letter : bits.strayLetter
  if (character === ' ') return bits.space
  return /\p{N}/u.test(character) ? bits.digit : bits.other
}
