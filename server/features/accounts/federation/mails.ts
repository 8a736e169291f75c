import type { Language } from '#contract/values.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'
import { mail, type Words } from '../mails.ts'
import type { Reader } from '../rules.ts'
import { flowMinutes } from './flow.ts'

type Catalogue = {
  link: (provider: string) => Words & { connect: string }
  linked: (provider: string) => Words & { look: string }
  unlinked: (provider: string) => Words & { look: string }
  providerLeft: (provider: string) => Words & { forgot: string }
}

const en: Catalogue = {
  link: (provider) => ({
    subject: 'Connect your honeyDue account',
    before: [
      `Somebody wants to sign in to your account with ${provider}, probably you. If it is you, open this link in the browser ` +
        'where you began:'
    ],
    connect: `Connect ${provider}`,
    after: [
      `The link works once, for ${flowMinutes} minutes, and only where it was asked for.`,
      'It was not you? Then leave it be: without the link nothing is connected.'
    ]
  }),
  linked: (provider) => ({
    subject: 'A new way to sign in to honeyDue',
    before: [`You can now sign in to your account with ${provider}. If you did this, all is well.`],
    look: 'See how you sign in',
    after: ['It was not you? Then disconnect it there at once, and choose a new password.']
  }),
  unlinked: (provider) => ({
    subject: 'A way to sign in to honeyDue is gone',
    before: [`${provider} is no longer connected to your account. If you did this, all is well.`],
    look: 'See how you sign in',
    after: ['It was not you? Then choose a new password now.']
  }),
  providerLeft: (provider) => ({
    subject: 'A way to sign in to honeyDue is gone, your homes are still here',
    before: [
      `${provider} tells us that your account there has been deleted. You cannot sign in to honeyDue with it any more, and ` +
        'every device was signed out. Your homes and what you noted there are untouched.',
      'To sign in from now on, choose a password:'
    ],
    forgot: 'Choose a password',
    after: ['If you want your honeyDue account to go too, sign in and delete it in the settings.']
  })
}

const de: Catalogue = {
  link: (provider) => ({
    subject: 'Verbinde dein Konto bei honeyDue',
    before: [
      `Jemand möchte sich bei deinem Konto mit ${provider} anmelden, vermutlich du. Wenn du es bist, öffne diesen Link in dem ` +
        'Browser, in dem du angefangen hast:'
    ],
    connect: `${provider} verbinden`,
    after: [
      `Der Link gilt ein einziges Mal und ${flowMinutes} Minuten lang, und nur dort, wo er angefordert wurde.`,
      'Du warst das nicht? Dann lass es einfach: Ohne den Link wird nichts verbunden.'
    ]
  }),
  linked: (provider) => ({
    subject: 'Ein neuer Weg zu deinem Konto bei honeyDue',
    before: [`Du kannst dich jetzt mit ${provider} bei deinem Konto anmelden. Wenn du das warst, ist alles gut.`],
    look: 'Sieh nach, wie du dich anmeldest',
    after: ['Du warst das nicht? Dann trenne die Verbindung dort sofort und wähle ein neues Passwort.']
  }),
  unlinked: (provider) => ({
    subject: 'Ein Weg zu deinem Konto bei honeyDue ist weg',
    before: [`${provider} ist nicht mehr mit deinem Konto verbunden. Wenn du das warst, ist alles gut.`],
    look: 'Sieh nach, wie du dich anmeldest',
    after: ['Du warst das nicht? Dann wähle jetzt ein neues Passwort.']
  }),
  providerLeft: (provider) => ({
    subject: 'Ein Weg zu deinem Konto bei honeyDue ist weg, dein Zuhause ist noch da',
    before: [
      `${provider} teilt uns mit, dass dein Konto dort gelöscht wurde. Damit kannst du dich bei honeyDue nicht mehr anmelden, ` +
        'und alle Geräte sind abgemeldet. Dein Zuhause und alles, was du dort notiert hast, ist unberührt.',
      'Um dich künftig anzumelden, wähle ein Passwort:'
    ],
    forgot: 'Passwort wählen',
    after: ['Wenn auch dein Konto bei honeyDue verschwinden soll, melde dich an und lösche es in den Einstellungen.']
  })
}

const catalogue: Record<Language, Catalogue> = { en, de }

/** The token stands in the fragment, as that of a reset link does. */
export function linkMail(
  reader: Reader,
  provider: string,
  { publicUrl, token }: { publicUrl: string; token: string }
): Mail {
  const words = catalogue[reader.language].link(provider)
  return mail(reader, words, [{ label: words.connect, url: `${publicUrl}/connect#token=${token}` }])
}

export function linkedMail(reader: Reader, provider: string, publicUrl: string): Mail {
  const words = catalogue[reader.language].linked(provider)
  return mail(reader, words, [{ label: words.look, url: `${publicUrl}/settings/security` }])
}

export function unlinkedMail(reader: Reader, provider: string, publicUrl: string): Mail {
  const words = catalogue[reader.language].unlinked(provider)
  return mail(reader, words, [{ label: words.look, url: `${publicUrl}/settings/security` }])
}

export function providerLeftMail(reader: Reader, provider: string, publicUrl: string): Mail {
  const words = catalogue[reader.language].providerLeft(provider)
  return mail(reader, words, [{ label: words.forgot, url: `${publicUrl}/forgot-password` }])
}
