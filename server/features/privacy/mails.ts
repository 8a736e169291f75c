import type { Language } from '#contract/values.ts'
import { mailName, type Reader } from '#server/features/accounts/access.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'

type Words = {
  subject: string
  greeting: (name: string | undefined) => string
  text: (date: string) => string
  keep: string
  notYou: string
  closing: string
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    subject: 'Your honeyDue account will be deleted',
    greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
    text: (date) =>
      `As you asked, your account will be deleted on ${date}. Until then everything stays as it is, and you can change ` +
      'your mind: sign in and choose “Keep my account”.',
    keep: 'Keep my account',
    notYou: 'It was not you? Then keep the account and choose a new password at once.',
    closing: 'honeyDue keeps your home in good order.'
  },
  de: {
    subject: 'Dein Konto bei honeyDue wird gelöscht',
    greeting: (name) => (name === undefined ? 'Hallo,' : `Hallo ${name},`),
    text: (date) =>
      `Wie gewünscht wird dein Konto am ${date} gelöscht. Bis dahin bleibt alles, wie es ist, und du kannst es dir anders ` +
      'überlegen: Melde dich an und wähle „Konto behalten“.',
    keep: 'Konto behalten',
    notYou: 'Du warst das nicht? Dann behalte das Konto und wähle sofort ein neues Passwort.',
    closing: 'honeyDue hält dein Zuhause in Schuss.'
  }
}

export function deletionMail(
  { email, language, displayName }: Reader,
  { eraseOn, publicUrl }: { eraseOn: Temporal.PlainDate; publicUrl: string }
): Mail {
  const say = words[language]
  const date = eraseOn.toLocaleString(language, { dateStyle: 'long' })
  return {
    to: email,
    language,
    subject: say.subject,
    body: [
      say.greeting(mailName(displayName)),
      say.text(date),
      { label: say.keep, url: `${publicUrl}/settings/security` },
      say.notYou,
      say.closing
    ]
  }
}
