import { AppError } from '#server/platform/errors.ts'
import { canonicalPassword } from './rules.ts'

export type PasswordWeakness = 'too_short' | 'too_long' | 'common' | 'repetitive' | 'sequence' | 'personal' | 'breached'

/** What the rules know beside the password. */
export type Known = {
  /** Whether a skeleton is that of a password that guessers try first. */
  readonly isCommon: (skeleton: string) => boolean
  /** What others know of the person: names, addresses, homes. */
  readonly personal: readonly string[]
}

export const passwordLength = { minimum: 10, maximum: 256 } // code points after NFC: at most 1024 bytes of UTF-8
/** Words shorter than this turn up inside good passwords by chance. */
const personalWordLength = 4
/** So many digits and signs around a common password make it no better, whatever they are: a year and a sign, say. */
const idleCharacters = 5

const lookAlikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  l: 'i',
  '!': 'i',
  '|': 'i',
  '2': 'z',
  '3': 'e',
  '€': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
  '+': 't',
  '8': 'b',
  '9': 'g'
}

const sequences = [
  'abcdefghijklmnopqrstuvwxyz',
  '1234567890',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'a1b2c3d4e5f6g7h8i9j0'
].map(skeleton)

/** What is weak about a new password; undefined when nothing is. */
export function passwordWeakness(password: string, known: Known): PasswordWeakness | undefined {
  const size = Array.from(canonicalPassword(password)).length
  if (size < passwordLength.minimum) return 'too_short'
  if (size > passwordLength.maximum) return 'too_long'
  const bones = skeleton(password)
  if (/^(.{1,4})\1+$/su.test(bones)) return 'repetitive'
  if (isSequence(bones)) return 'sequence'
  if (isPersonal(bones, known)) return 'personal'
  return isCommonAtHeart(password, known) ? 'common' : undefined
}

/** The canonical form of a password that the rules accept; throws `password_too_weak` with the reason at `path`. */
export function acceptedPassword(password: string, known: Known, path: PasswordPath): string {
  const reason = passwordWeakness(password, known)
  if (reason !== undefined) throw tooWeak(reason, path)
  return canonicalPassword(password)
}

export type PasswordPath = '/password' | '/newPassword'

export function tooWeak(reason: PasswordWeakness, path: PasswordPath): AppError {
  return new AppError('password_too_weak', { fields: [{ in: 'body', path, reason }] })
}

/** What a guesser sees in a text: compatible characters (NFKC) and letter case are one, spaces are none, `p@$$w0rd` is `password`. */
export function skeleton(text: string): string {
  return fold(text).replaceAll(/[0-9l!|€@$+]/g, (character) => lookAlikes[character] ?? character)
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s/gu, '')
}

/**
 * A common password however it is written; one over and over; or one with digits and signs around it that add nothing: a
 * few, or ones that are common, repeated or in a row themselves. Further words do add something and are not taken off.
 */
function isCommonAtHeart(password: string, { isCommon }: Known): boolean {
  const text = fold(password)
  const [repeated] = /^(.+?)(?=\1+$)/su.exec(text) ?? [text]
  if ([text, repeated].some((one) => isCommon(skeleton(one)))) return true
  const [withoutEnd] = /^.*[^\p{N}\p{P}\p{S}]/su.exec(text) ?? ['']
  const hearts = new Set([withoutEnd, withoutEnd.replace(/^[\p{N}\p{P}\p{S}]+/u, '')])
  return [...hearts].some(
    (heart) =>
      heart !== '' && heart !== text && isCommon(skeleton(heart)) && addsNothing(text.replace(heart, ''), isCommon)
  )
}

function addsNothing(around: string, isCommon: Known['isCommon']): boolean {
  const bones = skeleton(around)
  return around.length <= idleCharacters || /^(.{1,4})\1*$/su.test(bones) || isSequence(bones) || isCommon(bones)
}

function isSequence(bones: string): boolean {
  const backwards = reversed(bones)
  return sequences.some((line) => {
    const endless = line.repeat(Math.ceil(bones.length / line.length) + 1)
    return endless.includes(bones) || endless.includes(backwards)
  })
}

/** Without the words that others know of the person, forwards and backwards, what is left is no password. */
function isPersonal(bones: string, { personal, isCommon }: Known): boolean {
  const words = personalWords(personal).flatMap((word) => [word, reversed(word)])
  const left = words
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, word) => rest.replaceAll(word, ''), bones)
  return left !== bones && (Array.from(left).length < passwordLength.minimum || isCommon(left))
}

/** Each name as a whole and in its parts: "anna.muster" is also "anna" and "muster". */
function personalWords(texts: readonly string[]): string[] {
  return texts
    .flatMap((text) => [text, ...text.normalize('NFKC').split(/[^\p{L}\p{N}\p{M}]+/u)])
    .map(skeleton)
    .filter((word) => Array.from(word).length >= personalWordLength)
}

function reversed(text: string): string {
  return Array.from(text).toReversed().join('')
}
