import type { Language } from '#contract/values.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'
import { mail, forgotPage, type Words } from './mails.ts'
import { addressProofMinutes, codeMinutes, type Reader } from './rules.ts'

/** A sign-in as it is told: names of its browser and system, ISO 3166-1 code of its country, as far as they are known. */
export type SignInPlace = {
  readonly browser: string | null
  readonly system: string | null
  readonly country: string | null
  readonly at: Temporal.Instant
}

type Catalogue = {
  addressCode: Words
  addressTaken: Words & { signIn: string }
  addressNotice: Words & { stop: string }
  addressChanged: Words
  newDevice: Words & { unknown: string; on: (browser: string, system: string) => string }
  tokenReused: Words
  signInCode: Words
  forgot: string
}

const en: Catalogue = {
  addressCode: {
    subject: 'Your code for a new address at honeyDue',
    before: ['Somebody wants to use this address for their honeyDue account. If it was you, type this code there:'],
    after: [
      `It works for ${codeMinutes} minutes. If you ask for another one, only the newest works.`,
      'It was not you? You can delete this mail; without the code nothing happens. Please do not pass it on.'
    ]
  },
  addressTaken: {
    subject: 'This address has a honeyDue account already',
    before: [
      'Somebody has just wanted to use this address for another honeyDue account, probably you. It belongs to yours ' +
        'already, and one address can have one account only.'
    ],
    signIn: 'Sign in',
    after: ['It was not you? Then you need not do anything: your account is as it was.']
  },
  addressNotice: {
    subject: 'Your honeyDue account is to get another address',
    before: [
      'Somebody who is signed in as you has asked for another mail address. It changes as soon as they prove the new ' +
        'one. If it was you, all is well.',
      'It was not you? Stop it here. Every device is signed out then; choose a new password afterwards.'
    ],
    stop: 'Stop the change',
    after: [`The link works once, for ${addressProofMinutes} minutes.`]
  },
  addressChanged: {
    subject: 'Your honeyDue account has another address',
    before: [
      'The mail address of your honeyDue account was changed. From now on you sign in with the new one, and mail goes ' +
        'there. If you did this, all is well.',
      'It was not you? Then ask whoever runs this honeyDue for help at once.'
    ],
    after: []
  },
  newDevice: {
    subject: 'Your honeyDue account was used on a new device',
    before: ['Somebody has just signed in as you on a device that we have not seen before:'],
    unknown: 'A device that does not say what it is',
    on: (browser, system) => `${browser} on ${system}`,
    after: ['If it was you, all is well.', 'It was not you? Then choose a new password now; it signs out every device:']
  },
  signInCode: {
    subject: 'Your code to sign in to honeyDue',
    before: [
      'Somebody has just signed in with your password on a device that we do not know. Strangers are trying many accounts ' +
        'at the moment, so we ask once more. If it was you, type this code there:'
    ],
    after: [
      `It works for ${codeMinutes} minutes, for this one sign-in.`,
      'It was not you? Then somebody knows your password. Without the code they do not get in; choose a new one now, and do ' +
        'not pass the code on.'
    ]
  },
  tokenReused: {
    subject: 'Somebody may have copied your sign-in at honeyDue',
    before: [
      'Somebody came with an old key of one of your devices, which only a copy can be. We have signed that device out, ' +
        'and with it whoever has the copy. This device was signed in with it:'
    ],
    after: [
      'Sign in there again. If you brought back a backup of that device or browser, this was the copy, and all is well.',
      'You did not? Then look for software on it that you do not know, and choose a new password:'
    ]
  },
  forgot: 'Choose a new password'
}

const de: Catalogue = {
  addressCode: {
    subject: 'Dein Code für eine neue Adresse bei honeyDue',
    before: [
      'Jemand möchte diese Adresse für ein Konto bei honeyDue verwenden. Wenn du das warst, gib dort diesen Code ein:'
    ],
    after: [
      `Er gilt ${codeMinutes} Minuten. Wenn du einen weiteren anforderst, gilt nur der neueste.`,
      'Du warst das nicht? Dann kannst du diese Mail löschen; ohne den Code geschieht nichts. Bitte gib ihn nicht weiter.'
    ]
  },
  addressTaken: {
    subject: 'Zu dieser Adresse gibt es schon ein Konto bei honeyDue',
    before: [
      'Gerade wollte jemand diese Adresse für ein anderes Konto bei honeyDue verwenden, vermutlich du. Sie gehört schon ' +
        'zu deinem, und jede Adresse kann nur ein Konto haben.'
    ],
    signIn: 'Anmelden',
    after: ['Du warst das nicht? Dann musst du nichts tun: An deinem Konto hat sich nichts geändert.']
  },
  addressNotice: {
    subject: 'Dein Konto bei honeyDue soll eine andere Adresse bekommen',
    before: [
      'Jemand, der als du angemeldet ist, möchte eine andere Mailadresse. Sie gilt, sobald sie bestätigt ist. Wenn du ' +
        'das warst, ist alles gut.',
      'Du warst das nicht? Dann halte es hier auf. Danach sind alle Geräte abgemeldet; wähle dann ein neues Passwort.'
    ],
    stop: 'Änderung aufhalten',
    after: [`Der Link gilt ein einziges Mal und ${addressProofMinutes} Minuten lang.`]
  },
  addressChanged: {
    subject: 'Dein Konto bei honeyDue hat eine andere Adresse',
    before: [
      'Die Mailadresse deines Kontos bei honeyDue wurde geändert. Ab jetzt meldest du dich mit der neuen an, und Post ' +
        'geht dorthin. Wenn du das warst, ist alles gut.',
      'Du warst das nicht? Dann bitte sofort die Person um Hilfe, die dieses honeyDue betreibt.'
    ],
    after: []
  },
  newDevice: {
    subject: 'Dein Konto bei honeyDue wurde auf einem neuen Gerät benutzt',
    before: ['Gerade hat sich jemand als du auf einem Gerät angemeldet, das wir noch nicht kennen:'],
    unknown: 'Ein Gerät, das nicht sagt, was es ist',
    on: (browser, system) => `${browser} auf ${system}`,
    after: [
      'Wenn du das warst, ist alles gut.',
      'Du warst das nicht? Dann wähle jetzt ein neues Passwort; damit sind alle Geräte abgemeldet:'
    ]
  },
  signInCode: {
    subject: 'Dein Code für die Anmeldung bei honeyDue',
    before: [
      'Gerade hat sich jemand mit deinem Passwort auf einem Gerät angemeldet, das wir nicht kennen. Zurzeit probieren Fremde ' +
        'viele Konten durch, darum fragen wir nach. Wenn du das warst, gib dort diesen Code ein:'
    ],
    after: [
      `Er gilt ${codeMinutes} Minuten und nur für diese Anmeldung.`,
      'Du warst das nicht? Dann kennt jemand dein Passwort. Ohne den Code kommt niemand hinein; wähle jetzt ein neues und gib ' +
        'den Code nicht weiter.'
    ]
  },
  tokenReused: {
    subject: 'Vielleicht hat jemand deine Anmeldung bei honeyDue kopiert',
    before: [
      'Jemand kam mit einem alten Schlüssel eines deiner Geräte, wie ihn nur eine Kopie haben kann. Wir haben das Gerät ' +
        'abgemeldet und damit auch, wer die Kopie hat. Dieses Gerät war damit angemeldet:'
    ],
    after: [
      'Melde dich dort neu an. Wenn du eine Sicherung des Geräts oder Browsers zurückgespielt hast, war sie die Kopie, ' +
        'und alles ist gut.',
      'Das hast du nicht? Dann suche auf dem Gerät nach Programmen, die du nicht kennst, und wähle ein neues Passwort:'
    ]
  },
  forgot: 'Neues Passwort wählen'
}

const catalogue: Record<Language, Catalogue> = { en, de }

/** Greets nobody by name: the address may be somebody else's. */
export function addressCodeMail({ email, language }: Pick<Reader, 'email' | 'language'>, code: string): Mail {
  return mail({ email, language }, catalogue[language].addressCode, [{ code }])
}

/** To whoever owns the account, with a way to another password: only who knows the present one is sent a code. */
export function signInCodeMail(reader: Reader, publicUrl: string, code: string): Mail {
  const { signInCode, forgot } = catalogue[reader.language]
  return mail(reader, { ...signInCode, after: [] }, [
    { code },
    ...signInCode.after,
    { label: forgot, url: forgotPage(publicUrl) }
  ])
}

export function addressTakenMail(reader: Reader, publicUrl: string): Mail {
  const { addressTaken: words } = catalogue[reader.language]
  return mail(reader, words, [{ label: words.signIn, url: `${publicUrl}/sign-in` }])
}

/** The token stands in the fragment: it reaches no server, no log and no Referer header before the page sends it. */
export function addressNoticeMail(reader: Reader, publicUrl: string, token: string): Mail {
  const { addressNotice: words } = catalogue[reader.language]
  return mail(reader, words, [{ label: words.stop, url: `${publicUrl}/stop-address-change#token=${token}` }])
}

export function addressChangedMail(reader: Reader): Mail {
  return mail(reader, catalogue[reader.language].addressChanged, [])
}

type ReaderSomewhere = Reader & { readonly timeZone: string }

export function newDeviceMail(reader: ReaderSomewhere, publicUrl: string, place: SignInPlace): Mail {
  return placeMail(reader, catalogue[reader.language].newDevice, { publicUrl, place })
}

/** A copy of a token was used; `place` says of the device that was signed in with it, and when. */
export function tokenReusedMail(reader: ReaderSomewhere, publicUrl: string, place: SignInPlace): Mail {
  return placeMail(reader, catalogue[reader.language].tokenReused, { publicUrl, place })
}

function placeMail(
  reader: ReaderSomewhere,
  words: Words,
  { publicUrl, place: { browser, system, country, at } }: { publicUrl: string; place: SignInPlace }
): Mail {
  const { newDevice, forgot } = catalogue[reader.language]
  const device =
    browser !== null && system !== null ? newDevice.on(browser, system) : (browser ?? system ?? newDevice.unknown)
  const moment = at.toLocaleString(reader.language === 'de' ? 'de-DE' : 'en-GB', {
    timeZone: reader.timeZone,
    dateStyle: 'medium',
    timeStyle: 'short'
  })
  const told = [device, ...(country === null ? [] : [countryName(country, reader.language)]), moment].join(', ')
  return mail(reader, { ...words, before: [...words.before, told], after: [] }, [
    ...words.after,
    { label: forgot, url: forgotPage(publicUrl) }
  ])
}

function countryName(code: string, language: Language): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code
}
