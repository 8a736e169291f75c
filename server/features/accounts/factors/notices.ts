import Type from 'typebox'
import { Strict } from '#contract/route.ts'
import { Uuid, Words, type Language } from '#contract/values.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { forgotPage, mail, type Words as MailWords } from '../mails.ts'
import { readerOfUser } from '../queries.ts'
import type { Reader } from '../rules.ts'
import type { AccountServices } from '../services.ts'
import { challengeTries, fewRecoveryCodes } from './rules.ts'

export const notices = [
  'totp_added',
  'totp_removed',
  'passkey_added',
  'passkey_removed',
  'recovery_codes_made',
  'recovery_code_used',
  'second_factor_missed'
] as const
type Notice = (typeof notices)[number]

/** `left`: how many recovery codes are left after one was used. */
export const FactorNotice = Strict({
  userId: Uuid,
  notice: Words(...notices),
  left: Type.Optional(Type.Integer({ minimum: 0 }))
})
export type FactorNotice = Type.Static<typeof FactorNotice>

type Catalogue = {
  words: Record<Notice, { subject: string; text: string }>
  left: (count: number) => string
  few: string
  notYou: string
  newPassword: string
}

const en: Catalogue = {
  words: {
    totp_added: {
      subject: 'An authenticator app now guards your honeyDue account',
      text: 'From now on signing in with your password also asks for a code of the app. Every device that had not shown a second factor was signed out.'
    },
    totp_removed: {
      subject: 'Your authenticator app was removed from honeyDue',
      text: 'Its codes no longer work for your account.'
    },
    passkey_added: {
      subject: 'A passkey was added to your honeyDue account',
      text: 'You can sign in with it, without a password. Signing in with the password asks for a second step. Every device that had not shown one was signed out.'
    },
    passkey_removed: {
      subject: 'A passkey was removed from your honeyDue account',
      text: 'It no longer opens your account. You can delete it in your password manager or on your device as well.'
    },
    recovery_codes_made: {
      subject: 'You have new honeyDue recovery codes',
      text: 'Ten new recovery codes were made. The former ones no longer work.'
    },
    recovery_code_used: {
      subject: 'A honeyDue recovery code was used',
      text: 'One of your recovery codes has just stood in for your second factor. It will not work again.'
    },
    second_factor_missed: {
      subject: 'Somebody did not get past your second factor',
      text: `Somebody gave your password and then missed the second factor ${challengeTries} times. They did not get in.`
    }
  },
  left: (count) => (count === 1 ? 'One code is left.' : `${count} codes are left.`),
  few: 'Make new ones soon, on the page Security in the settings.',
  notYou: 'It was not you? Then choose a new password now, and look at the page Security in the settings:',
  newPassword: 'Choose a new password'
}

const de: Catalogue = {
  words: {
    totp_added: {
      subject: 'Eine Authenticator-App schützt jetzt dein honeyDue-Konto',
      text: 'Wer sich mit deinem Passwort anmeldet, braucht ab jetzt auch einen Code aus der App. Alle Geräte, die noch keinen zweiten Faktor gezeigt hatten, sind abgemeldet.'
    },
    totp_removed: {
      subject: 'Deine Authenticator-App ist aus honeyDue entfernt',
      text: 'Codes aus der App gelten für dein Konto nicht mehr.'
    },
    passkey_added: {
      subject: 'Dein honeyDue-Konto hat einen neuen Passkey',
      text: 'Du kannst dich damit ohne Passwort anmelden. Mit dem Passwort kommt künftig ein zweiter Schritt dazu. Alle Geräte, die noch keinen gezeigt hatten, sind abgemeldet.'
    },
    passkey_removed: {
      subject: 'Ein Passkey ist aus deinem honeyDue-Konto entfernt',
      text: 'Er öffnet dein Konto nicht mehr. Du kannst ihn auch in deinem Passwortmanager oder auf dem Gerät löschen.'
    },
    recovery_codes_made: {
      subject: 'Du hast neue Wiederherstellungscodes für honeyDue',
      text: 'Es gibt zehn neue Wiederherstellungscodes. Die bisherigen gelten nicht mehr.'
    },
    recovery_code_used: {
      subject: 'Ein Wiederherstellungscode für honeyDue wurde benutzt',
      text: 'Gerade hat einer deiner Wiederherstellungscodes den zweiten Faktor ersetzt. Er gilt kein zweites Mal.'
    },
    second_factor_missed: {
      subject: 'Jemand ist an deinem zweiten Faktor gescheitert',
      text: `Jemand hat dein Passwort eingegeben und danach ${challengeTries}-mal den zweiten Faktor verfehlt. Hereingekommen ist niemand.`
    }
  },
  left: (count) => (count === 1 ? 'Ein Code ist noch übrig.' : `${count} Codes sind noch übrig.`),
  few: 'Lege dir bald neue an, in den Einstellungen unter Sicherheit.',
  notYou:
    'Du warst das nicht? Dann wähle jetzt ein neues Passwort und sieh in den Einstellungen unter Sicherheit nach:',
  newPassword: 'Neues Passwort wählen'
}

const catalogue: Record<Language, Catalogue> = { en, de }

/** Tells the owner of a change to what guards the account, also when it was their own. */
export async function mailFactorNotice(
  ctx: Ctx<Job>,
  { mailer, publicUrl }: Pick<AccountServices, 'mailer' | 'publicUrl'>,
  { userId, notice, left }: FactorNotice
): Promise<void> {
  const owner = await readerOfUser(ctx.db, userId)
  if (owner) await mailer.send(factorNoticeMail(owner, publicUrl, { notice, left }))
}

export function factorNoticeMail(
  reader: Reader,
  publicUrl: string,
  { notice, left }: { notice: Notice; left?: number | undefined }
): Mail {
  const { words, left: countText, few, notYou, newPassword } = catalogue[reader.language]
  const { subject, text } = words[notice]
  const counted = left === undefined ? [] : [countText(left), ...(left <= fewRecoveryCodes ? [few] : [])]
  const mailWords: MailWords = { subject, before: [[text, ...counted].join(' '), notYou], after: [] }
  return mail(reader, mailWords, [{ label: newPassword, url: forgotPage(publicUrl) }])
}
