import type { Language } from '#contract/values.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'
import { mailName } from './mail-name.ts'
import { codeMinutes, resetLinkMinutes, type Reader } from './rules.ts'

/** One mail's words: `before` and `after` stand around what the mail is about. */
export type Words = { subject: string; before: readonly string[]; after: readonly string[] }
type Catalogue = {
  greeting: (name: string | undefined) => string
  code: Words
  /** `signIn`, `forgot`, `reset`: what the link says. */
  alreadyRegistered: Words & { signIn: string; forgot: string }
  resetLink: Words & { reset: string }
  passwordChanged: Words & { forgot: string }
  guessing: Words & { reset: string }
  closing: string
}

const en: Catalogue = {
  greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
  code: {
    subject: 'Your code for honeyDue',
    before: ['Type this code on the page where you registered:'],
    after: [
      `It works for ${codeMinutes} minutes. If you ask for another one, only the newest works.`,
      'You did not register with honeyDue? Then somebody mistyped an address. You can delete this mail; without the code ' +
        'nothing happens. Please do not pass it on.'
    ]
  },
  alreadyRegistered: {
    subject: 'You already have a honeyDue account',
    before: [
      'Somebody has just tried to register with this address, probably you. There is an account for it already, so you ' +
        'only need to sign in.'
    ],
    signIn: 'Sign in',
    forgot: 'Choose a new password, if you do not remember yours',
    after: ['It was not you? Then you need not do anything: your account is as it was.']
  },
  resetLink: {
    subject: 'Choose a new honeyDue password',
    before: ['Here you can choose a new password:'],
    reset: 'Choose a new password',
    after: [
      `The link works once, for ${resetLinkMinutes} minutes. With the new password, every device has to sign in again.`,
      'You did not ask for this? Then leave it be: your password stays as it is.'
    ]
  },
  passwordChanged: {
    subject: 'Your honeyDue password was changed',
    before: [
      'Your password has just been changed, and your other devices were signed out. If you did this, all is well.',
      'It was not you? Then choose a new password now, and look after your mailbox too:'
    ],
    forgot: 'Choose a new password',
    after: []
  },
  guessing: {
    subject: 'Wrong passwords for your honeyDue account',
    before: [
      'Somebody has typed a wrong password for your account several times. Was this you?',
      'If not, nobody has got in: honeyDue now makes whoever it is wait longer and longer. Devices that you have signed in ' +
        'on before are not affected.',
      'If it was you and you cannot get in, or if others may know your password, choose a new one here:'
    ],
    reset: 'Choose a new password',
    after: [
      `The link works once, for ${resetLinkMinutes} minutes. With the new password, every device has to sign in again, and ` +
        'the one you open the link on gets in without waiting. You hear of this at most once a day.'
    ]
  },
  closing: 'honeyDue keeps your home in good order.'
}

const de: Catalogue = {
  greeting: (name) => (name === undefined ? 'Hallo,' : `Hallo ${name},`),
  code: {
    subject: 'Dein Code für honeyDue',
    before: ['Gib diesen Code auf der Seite ein, auf der du dich registriert hast:'],
    after: [
      `Er gilt ${codeMinutes} Minuten. Wenn du einen weiteren anforderst, gilt nur der neueste.`,
      'Du hast dich gar nicht bei honeyDue registriert? Dann hat sich jemand bei der Adresse vertippt. Du kannst diese ' +
        'Mail löschen; ohne den Code geschieht nichts. Bitte gib ihn nicht weiter.'
    ]
  },
  alreadyRegistered: {
    subject: 'Du hast schon ein Konto bei honeyDue',
    before: [
      'Gerade wollte sich jemand mit dieser Adresse registrieren, vermutlich du. Es gibt dafür schon ein Konto, du ' +
        'brauchst dich also nur anzumelden.'
    ],
    signIn: 'Anmelden',
    forgot: 'Neues Passwort wählen, falls du deines nicht mehr weißt',
    after: ['Du warst das nicht? Dann musst du nichts tun: An deinem Konto hat sich nichts geändert.']
  },
  resetLink: {
    subject: 'Wähle ein neues Passwort für honeyDue',
    before: ['Hier kannst du ein neues Passwort wählen:'],
    reset: 'Neues Passwort wählen',
    after: [
      `Der Link gilt ein einziges Mal und ${resetLinkMinutes} Minuten lang. Mit dem neuen Passwort meldest du dich dann ` +
        'auf allen Geräten neu an.',
      'Du hast das nicht angefordert? Dann lass es einfach: Dein Passwort bleibt, wie es ist.'
    ]
  },
  passwordChanged: {
    subject: 'Dein Passwort für honeyDue wurde geändert',
    before: [
      'Dein Passwort wurde gerade geändert, deine anderen Geräte sind abgemeldet. Wenn du das warst, ist alles gut.',
      'Du warst das nicht? Dann wähle jetzt ein neues Passwort und sieh auch nach deinem Postfach:'
    ],
    forgot: 'Neues Passwort wählen',
    after: []
  },
  guessing: {
    subject: 'Falsche Passwörter für dein Konto bei honeyDue',
    before: [
      'Jemand hat mehrmals ein falsches Passwort für dein Konto eingegeben. Warst du das?',
      'Wenn nicht: Es ist niemand hineingekommen. honeyDue lässt jetzt immer länger warten, wer es weiter versucht. Geräte, ' +
        'auf denen du dich schon einmal angemeldet hast, betrifft das nicht.',
      'Wenn du es warst und nicht hineinkommst, oder wenn jemand dein Passwort kennen könnte, wähle hier ein neues:'
    ],
    reset: 'Neues Passwort wählen',
    after: [
      `Der Link gilt ein einziges Mal und ${resetLinkMinutes} Minuten lang. Mit dem neuen Passwort meldest du dich auf allen ` +
        'Geräten neu an, und das Gerät, auf dem du den Link öffnest, kommt ohne Warten hinein. Davon hörst du höchstens ' +
        'einmal am Tag.'
    ]
  },
  closing: 'honeyDue hält dein Zuhause in Schuss.'
}

const catalogue: Record<Language, Catalogue> = { en, de }

/** Greets nobody by name: whoever registered chose the name, and may have given an address that is not theirs. */
export function codeMail({ email, language }: Pick<Reader, 'email' | 'language'>, code: string): Mail {
  return mail({ email, language }, catalogue[language].code, [{ code }])
}

export function alreadyRegisteredMail(reader: Reader, publicUrl: string): Mail {
  const { alreadyRegistered: words } = catalogue[reader.language]
  return mail(reader, words, [
    { label: words.signIn, url: `${publicUrl}/sign-in` },
    { label: words.forgot, url: forgotPage(publicUrl) }
  ])
}

export function resetLinkMail(reader: Reader, publicUrl: string, token: string): Mail {
  const { resetLink: words } = catalogue[reader.language]
  return mail(reader, words, [{ label: words.reset, url: resetPage(publicUrl, token) }])
}

export function passwordChangedMail(reader: Reader, publicUrl: string): Mail {
  const { passwordChanged: words } = catalogue[reader.language]
  return mail(reader, words, [{ label: words.forgot, url: forgotPage(publicUrl) }])
}

export function guessingMail(reader: Reader, publicUrl: string, token: string): Mail {
  const { guessing: words } = catalogue[reader.language]
  return mail(reader, words, [{ label: words.reset, url: resetPage(publicUrl, token) }])
}

export function forgotPage(publicUrl: string): string {
  return `${publicUrl}/forgot-password`
}

/** The token stands in the fragment: it reaches no server, no log and no Referer header before the page sends it. */
function resetPage(publicUrl: string, token: string): string {
  return `${publicUrl}/reset-password#token=${token}`
}

/** A mail in the reader's language: greeting, the words around the actions, closing. */
export function mail(
  { email, language, displayName = '' }: { email: string; language: Language; displayName?: string },
  { subject, before, after }: Words,
  actions: Mail['body']
): Mail {
  const { greeting, closing } = catalogue[language]
  return {
    to: email,
    language,
    subject,
    body: [greeting(mailName(displayName)), ...before, ...actions, ...after, closing]
  }
}
