import type { Language } from '#contract/values.ts'
import { mailName } from '#server/features/accounts/access.ts'
import { inertText } from '#server/gateways/mail/inert-text.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'

/** Who is told of which task, and for whom the link was. */
export type DoneNotice = {
  readonly email: string
  readonly language: Language
  readonly displayName: string
  readonly taskId: string
  readonly title: string
  readonly guest: string | null
}

type Words = {
  subject: string
  greeting: (name: string | undefined) => string
  done: (who: string, what: string) => string
  somebody: string
  aTask: string
  look: string
  next: string
  closing: string
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    subject: 'A job is done and waits for you',
    greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
    done: (who, what) => `${who} says that it is done: ${what}.`,
    somebody: 'The person with your link',
    aTask: 'a task of your home',
    look: 'Look at it',
    next: 'There you accept it, which completes the task, or send it back with a word.',
    closing: 'honeyDue keeps your home in good order.'
  },
  de: {
    subject: 'Ein Auftrag ist erledigt und wartet auf dich',
    greeting: (name) => (name === undefined ? 'Hallo,' : `Hallo ${name},`),
    done: (who, what) => `${who} meldet als erledigt: ${what}.`,
    somebody: 'Die Person mit deinem Link',
    aTask: 'eine Aufgabe deines Zuhauses',
    look: 'Ansehen',
    next: 'Dort nimmst du die Arbeit ab, dann ist die Aufgabe erledigt, oder gibst sie mit einem Wort zurück.',
    closing: 'honeyDue hält dein Zuhause in Schuss.'
  }
}

const longestTitle = 80

export function doneMail({ email, language, displayName, taskId, title, guest }: DoneNotice, publicUrl: string): Mail {
  const say = words[language]
  const who = (guest === null ? undefined : mailName(guest)) ?? say.somebody
  return {
    to: email,
    language,
    subject: say.subject,
    body: [
      say.greeting(mailName(displayName)),
      say.done(who, inertText(title, longestTitle) ?? say.aTask),
      { label: say.look, url: `${publicUrl}/?task=${taskId}` },
      say.next,
      say.closing
    ]
  }
}
