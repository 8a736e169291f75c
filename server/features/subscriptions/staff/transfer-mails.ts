import type { Language } from '#contract/values.ts'
import { mailName, type Reader } from '#server/features/accounts/access.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'
import type { Store } from '../facts.ts'

/** Whether the purchase came to the reader or went from them, where it was bought, and whether it was nobody's before. */
export type Told = { readonly side: 'received' | 'given'; readonly store: Store; readonly wasNobodys: boolean }
type Words = {
  greeting: (name: string | undefined) => string
  subject: Record<Told['side'], string>
  text: (told: Told) => string
  open: string
  wrong: string
  closing: string
}

const placesInEnglish = { apple: 'in the App Store', google: 'on Google Play', stripe: 'on the web' } as const
const placesInGerman = { apple: 'im App Store', google: 'bei Google Play', stripe: 'im Web' } as const

const words: Readonly<Record<Language, Words>> = {
  en: {
    greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
    subject: {
      received: 'A purchase belongs to your honeyDue account now',
      given: 'A purchase no longer belongs to your honeyDue account'
    },
    text: ({ side, store, wasNobodys }) =>
      side === 'received'
        ? `Two people of the staff have given your account a subscription that was bought ${placesInEnglish[store]} and ` +
          `belonged to ${wasNobodys ? 'nobody' : 'another account'}. What it includes is yours from now on.`
        : `Two people of the staff have given a subscription that was bought ${placesInEnglish[store]} and belonged to your ` +
          'account to another one. What it included ends for you; your homes and all that is in them stay.',
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
    text: ({ side, store, wasNobodys }) =>
      side === 'received'
        ? `Zwei Menschen aus dem Team haben deinem Konto ein Abo gegeben, das ${placesInGerman[store]} gekauft wurde und ` +
          `${wasNobodys ? 'niemandem' : 'einem anderen Konto'} gehörte. Was es enthält, gehört ab jetzt dir.`
        : `Zwei Menschen aus dem Team haben ein Abo, das ${placesInGerman[store]} gekauft wurde und deinem Konto gehörte, ` +
          'einem anderen gegeben. Was es enthielt, endet für dich; deine Zuhause und alles darin bleiben.',
    open: 'Deinen Tarif ansehen',
    wrong:
      'Du hast das nicht verlangt? Dann wende dich an die, die dieses honeyDue betreiben: Es lässt sich richtigstellen.',
    closing: 'honeyDue hält dein Zuhause in Schuss.'
  }
}

export function transferMail({ email, language, displayName }: Reader, told: Told, publicUrl: string): Mail {
  const say = words[language]
  return {
    to: email,
    language,
    subject: say.subject[told.side],
    body: [
      say.greeting(mailName(displayName)),
      say.text(told),
      { label: say.open, url: `${publicUrl}/settings/plan` },
      say.wrong,
      say.closing
    ]
  }
}
