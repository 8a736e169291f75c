import { AppError } from '#server/platform/errors.ts'
import { canonicalPassword } from './rules.ts'

export type PasswordWeakness = 'too_short' | 'too_long' | 'common' | 'repetitive' | 'sequence' | 'personal'

const length = { minimum: 10, maximum: 256 } // code points after NFC: at most 1024 bytes of UTF-8
/** Words shorter than this turn up inside good passwords by chance. */
const personalWordLength = 4

const sequences = [
  'abcdefghijklmnopqrstuvwxyz',
  '1234567890',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'a1b2c3d4e5f6g7h8i9j0'
]

/** The first guesses of anybody, in lower case and without spaces, that the other rules let pass. */
const common = new Set(
  `
  password12 password123 password1234 password12345 password123456 password1! password123! passw0rd123 p@ssword123
  p@ssw0rd123 p@ssw0rd1234 passwort12 passwort123 passwort1234 mypassword mypassword1 mypassword123 newpassword
  newpassword1 letmein123 letmeinnow iloveyou12 iloveyou123 iloveyou1234 iloveyouso ichliebedich ichliebedich1
  ilovemyself welcome123 welcome1234 welcome2024 welcome2025 welcome2026 willkommen willkommen1 willkommen123
  qwerty1234 qwerty12345 qwerty123456 qwertz1234 qwertz12345 qwertz123456 123456789a 1234567890a a123456789
  a1234567890 123456789q 1234567891 12345678910 1234512345 1122334455 9876543210a abc1234567 abcd123456 abcd1234567
  abc123456789 123456abcd 123123123a princess123 princess12 sunshine123 sunshine12 football123 football12
  baseball123 basketball basketball1 superman123 batman12345 charlie123 michael123 jordan2323 dragon12345
  monkey12345 shadow12345 master12345 trustno1trustno1 liverpool1 liverpool123 manchester manchester1 chelsea123
  arsenal123 barcelona1 realmadrid schalke04schalke04 bayernmuenchen administrator administrator1 admin12345
  admin123456 adminadmin root123456 changeme123 changemenow secret1234 geheim1234 hallo12345 hallohallo hallo123456
  sommer2024 sommer2025 sommer2026 winter2024 winter2025 winter2026 summer2024 summer2025 summer2026
  correcthorsebatterystaple starwars123 pokemon123 minecraft1 computer123 internet123 samsung123 whatever123
  nothing123 blink182blink fuckyou123 fuckyou1234 unbelievable schatzi123 schatz1234 passwort1! zaq12wsxcde3
  147258369a q1w2e3r4t5 zxcvbnm123 asdfghjkl1 asdfghjkl123 asdf123456 asdfasdf1234 qweasdzxc123 123qweasdzxc
  1234qwerasdf qwer123456
  `
    .trim()
    .split(/\s+/)
)

/** What is weak about a new password; undefined when nothing is. `personal` holds what others know of the person. */
export function passwordWeakness(password: string, personal: readonly string[]): PasswordWeakness | undefined {
  const canonical = canonicalPassword(password)
  const size = Array.from(canonical).length
  const folded = fold(canonical)
  if (size < length.minimum) return 'too_short'
  if (size > length.maximum) return 'too_long'
  if (/^(.{1,4})\1+$/su.test(folded)) return 'repetitive'
  if (isSequence(folded)) return 'sequence'
  if (common.has(folded.replaceAll(' ', ''))) return 'common'
  return personalWords(personal).some((word) => folded.includes(word)) ? 'personal' : undefined
}

/** The canonical form of a password that the rules accept; throws `password_too_weak` with the reason at `path`. */
export function acceptedPassword(
  password: string,
  person: { email: string; displayName: string },
  path: '/password' | '/newPassword' = '/password'
): string {
  const [localPart = ''] = person.email.split('@')
  const reason = passwordWeakness(password, [localPart, person.displayName, 'honeydue'])
  if (reason === undefined) return canonicalPassword(password)
  throw new AppError('password_too_weak', { fields: [{ in: 'body', path, reason }] })
}

/** Letters that look or sound the same to a guesser. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

function isSequence(text: string): boolean {
  const backwards = Array.from(text).toReversed().join('')
  return sequences.some((line) => {
    const endless = line.repeat(Math.ceil(text.length / line.length) + 1)
    return endless.includes(text) || endless.includes(backwards)
  })
}

/** Each name as a whole and in its parts: "anna.muster" is also "anna" and "muster". */
function personalWords(texts: readonly string[]): string[] {
  return texts
    .map(fold)
    .flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])
    .filter((word) => Array.from(word).length >= personalWordLength)
}
