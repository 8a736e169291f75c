import type { Language } from '#contract/values.ts'
import { mailName } from '#server/features/accounts/access.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'
import { inertText } from '#server/gateways/mail/inert-text.ts'

/** Who joined where, and an owner who is told. */
export type Joining = {
  readonly email: string
  readonly language: Language
  readonly displayName: string
  readonly joiner: string
  readonly residence: string
  readonly residenceId: string
}

type Words = {
  subject: string
  greeting: (name: string | undefined) => string
  joined: (who: string, where: string) => string
  somebody: string
  aHome: string
  people: string
  notWanted: string
  closing: string
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    subject: 'Somebody joined your home',
    greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
    joined: (who, where) => `${who} has just joined ${where} with a share code.`,
    somebody: 'Somebody',
    aHome: 'your home',
    people: 'See who lives there',
    notWanted: 'You don’t know this person? There you can take them out again, and end the codes that are left.',
    closing: 'honeyDue keeps your home in good order.'
  },
  de: {
    subject: 'Jemand ist deinem Zuhause beigetreten',
    greeting: (name) => (name === undefined ? 'Hallo,' : `Hallo ${name},`),
    joined: (who, where) => `${who} ist gerade mit einem Code beigetreten: ${where}.`,
    somebody: 'Jemand',
    aHome: 'dein Zuhause',
    people: 'Ansehen, wer dort wohnt',
    notWanted: 'Du kennst die Person nicht? Dort kannst du sie wieder entfernen und offene Codes beenden.',
    closing: 'honeyDue hält dein Zuhause in Schuss.'
  }
}

const longestResidence = 80

export function joinedMail(joining: Joining, publicUrl: string): Mail {
  const { email, language, displayName, joiner, residence, residenceId } = joining
  const say = words[language]
  const who = mailName(joiner) ?? say.somebody
  return {
    to: email,
    language,
    subject: say.subject,
    body: [
      say.greeting(mailName(displayName)),
      say.joined(who, inertText(residence, longestResidence) ?? say.aHome),
      { label: say.people, url: `${publicUrl}/homes/${residenceId}/people` },
      say.notWanted,
      say.closing
    ]
  }
}
