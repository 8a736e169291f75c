import type { Language } from '#contract/values.ts'
import { mailName, type Reader } from '#server/features/accounts/access.ts'
import type { Mail, MailAction } from '#server/gateways/mail/mail.ts'
import type { Said } from './news-rules.ts'

/** Where something is to be mended or changed. */
type Place = 'apple' | 'google' | 'web'

type Words = {
  greeting: (name: string | undefined) => string
  subject: Record<Said, string>
  /** `day`: when Pro or the trial ends. */
  text: Record<Said, (day: string) => string>
  /** What becomes of the person’s things. */
  stays: string
  mend: Record<Place, string>
  plan: string
  closing: string
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
    subject: {
      trial_ends: 'Your time with Pro to try ends soon',
      payment_problem: 'A payment for Pro has failed',
      on_hold: 'Pro is on hold',
      refunded: 'Your payment for Pro was given back',
      ended: 'Pro has ended',
      price_increase: 'The price of Pro changes, if you agree'
    },
    text: {
      trial_ends: (day) => `you’re trying Pro until ${day}. After that you’re on Free again; nothing is paid.`,
      payment_problem: (day) =>
        `the payment for your Pro has failed and is tried again. Pro goes on until ${day}. If you look at your payment ` +
        'details before, it simply goes on.',
      on_hold: () =>
        'the payment for your Pro has not worked so far, and so you’re on Free for now. As soon as it works, Pro is back.',
      refunded: () => 'the payment for your Pro was given back. With that Pro has ended, and you’re on Free.',
      ended: () => 'your Pro has ended, and you’re on Free.',
      price_increase: () =>
        'the price of your Pro is to rise, and you are asked whether you agree. If you don’t, Pro ends with what is paid.'
    },
    stays:
      'Nothing of yours is lost: you can read, change, complete and delete everything. Only adding something new may have to ' +
      'wait until there is room.',
    mend: {
      apple: 'Open your subscriptions in the App Store',
      google: 'Open your subscriptions in Google Play',
      web: 'Open your plan; “Manage billing” is there'
    },
    plan: 'Look at your plan',
    closing: 'honeyDue keeps your home in good order.'
  },
  de: {
    greeting: (name) => (name === undefined ? 'Hallo,' : `Hallo ${name},`),
    subject: {
      trial_ends: 'Pro zum Ausprobieren endet bald',
      payment_problem: 'Eine Zahlung für Pro hat nicht geklappt',
      on_hold: 'Pro ist ausgesetzt',
      refunded: 'Deine Zahlung für Pro wurde zurückgegeben',
      ended: 'Pro ist beendet',
      price_increase: 'Der Preis von Pro ändert sich, wenn du zustimmst'
    },
    text: {
      trial_ends: (day) => `du probierst Pro bis ${day} aus. Danach hast du wieder Basis; zu zahlen ist nichts.`,
      payment_problem: (day) =>
        `die Zahlung für dein Pro hat nicht geklappt und wird noch einmal versucht. Pro hast du bis ${day}. Wenn du bis ` +
        'dahin nach deinen Zahlungsdaten siehst, geht es einfach weiter.',
      on_hold: () =>
        'die Zahlung für dein Pro hat bisher nicht geklappt, und darum hast du vorerst Basis. Sobald sie klappt, ist Pro ' +
        'wieder da.',
      refunded: () =>
        'die Zahlung für dein Pro wurde zurückgegeben. Damit ist Pro beendet, und du hast den Tarif Basis.',
      ended: () => 'dein Pro ist beendet, und du hast den Tarif Basis.',
      price_increase: () =>
        'der Preis von deinem Pro soll steigen, und du wirst gefragt, ob du zustimmst. Wenn nicht, endet Pro mit dem, was ' +
        'bezahlt ist.'
    },
    stays:
      'Von dir geht nichts verloren: Lesen, ändern, erledigen und löschen kannst du alles wie zuvor. Nur Neues muss ' +
      'vielleicht warten, bis Platz dafür ist.',
    mend: {
      apple: 'Deine Abos im App Store öffnen',
      google: 'Deine Abos bei Google Play öffnen',
      web: 'Deinen Tarif öffnen; dort ist „Abo verwalten“'
    },
    plan: 'Deinen Tarif ansehen',
    closing: 'honeyDue hält dein Zuhause in Schuss.'
  }
}

/** Where there is something to do about it. */
const mendable: ReadonlySet<Said> = new Set(['payment_problem', 'on_hold', 'price_increase'] satisfies Said[])
/** After which less can be added. */
const limiting: ReadonlySet<Said> = new Set(['trial_ends', 'on_hold', 'refunded', 'ended'] satisfies Said[])

type Told = {
  readonly said: Said
  readonly until: Temporal.Instant | undefined
  readonly place: Place
  /** The store’s own page; undefined: honeyDue’s page of the plan is where to go. */
  readonly manageUrl: string | undefined
}

export function newsMail(
  { email, language, displayName, timeZone }: Reader & { readonly timeZone: string },
  { said, until, place, manageUrl }: Told,
  publicUrl: string
): Mail {
  const say = words[language]
  const day = until?.toZonedDateTimeISO(timeZone).toLocaleString(language, { dateStyle: 'long' }) ?? '…'
  const plan = `${publicUrl}/settings/plan`
  const action: MailAction = mendable.has(said)
    ? { label: say.mend[place], url: manageUrl ?? plan }
    : { label: say.plan, url: plan }
  return {
    to: email,
    language,
    subject: say.subject[said],
    body: [
      say.greeting(mailName(displayName)),
      say.text[said](day),
      ...(limiting.has(said) ? [say.stays] : []),
      action,
      say.closing
    ]
  }
}
