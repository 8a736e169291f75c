import type { Language } from '#contract/values.ts'
import { mailName, type Reader } from '#server/features/accounts/access.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'

/** Whether the purchase came to the reader or went from them. */
export type Side = 'received' | 'given'
type Words = {
  greeting: (name: string | undefined) => string
  subject: Record<Side, string>
  text: Record<Side, string>
  open: string
  wrong: string
  closing: string
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
    subject: {
      received: 'A purchase belongs to your honeyDue account now',
      given: 'A purchase no longer belongs to your honeyDue account'
    },
    text: {
      received:
        'Two people of the staff have given your account a subscription that was bought in an app store and belonged to ' +
        'another account or to none. What it includes is yours from now on.',
      given:
        'Two people of the staff have given a subscription that belonged to your account to another one. What it included ' +
        'ends for you; your homes and all that is in them stay.'
    },
    open: 'Look at your plan',
    wrong: 'You did not ask for this? Then answer whoever runs this honeyDue: it can be put right.',
    closing: 'honeyDue keeps your home in good order.'
  },
  de: {
    greeting: (name) => (name === undefined ? 'Hallo,' : `Hallo ${name},`),
    subject: {
      received: 'Ein Kauf gehört jetzt zu deinem Konto bei honeyDue',
      given: 'Ein Kauf gehört nicht mehr zu deinem Konto bei honeyDue'
    },
    text: {
      received:
        'Zwei Menschen aus dem Team haben deinem Konto ein Abo gegeben, das in einem App-Store gekauft wurde und zu einem ' +
        'anderen oder zu keinem Konto gehörte. Was es enthält, gehört ab jetzt dir.',
      given:
        'Zwei Menschen aus dem Team haben ein Abo, das zu deinem Konto gehörte, einem anderen gegeben. Was es enthielt, endet ' +
        'für dich; deine Zuhause und alles darin bleiben.'
    },
    open: 'Deinen Plan ansehen',
    wrong:
      'Du hast das nicht verlangt? Dann wende dich an die, die dieses honeyDue betreiben: Es lässt sich richtigstellen.',
    closing: 'honeyDue hält dein Zuhause in Schuss.'
  }
}

export function transferMail({ email, language, displayName }: Reader, side: Side, publicUrl: string): Mail {
  const say = words[language]
  return {
    to: email,
    language,
    subject: say.subject[side],
    body: [
      say.greeting(mailName(displayName)),
      say.text[side],
      { label: say.open, url: `${publicUrl}/settings` },
      say.wrong,
      say.closing
    ]
  }
}
