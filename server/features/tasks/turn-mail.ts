import type { Language } from '#contract/values.ts'
import { inertText } from '#server/gateways/mail/inert-text.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'
import type { OwedTurn, TurnReader } from './turn-queries.ts'

type Words = {
  subject: string
  greeting: (name: string | undefined) => string
  one: string
  several: string
  due: (date: string) => string
  openTask: string
  openBoard: string
  closing: string
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    subject: 'It’s your turn',
    greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
    one: 'it’s your turn:',
    several: 'it’s your turn with these tasks:',
    due: (date) => `due on ${date}`,
    openTask: 'Open the task',
    openBoard: 'Open the board',
    closing: 'honeyDue keeps your home in good order.'
  },
  de: {
    subject: 'Du bist dran',
    greeting: (name) => (name === undefined ? 'Hallo,' : `Hallo ${name},`),
    one: 'du bist dran:',
    several: 'bei diesen Aufgaben bist du dran:',
    due: (date) => `fällig am ${date}`,
    openTask: 'Aufgabe öffnen',
    openBoard: 'Übersicht öffnen',
    closing: 'honeyDue hält dein Zuhause in Ordnung.'
  }
}

/** More would be a list that nobody reads; the board has them all. */
const mostListed = 20
const longest = { name: 64, title: 200 }

/** One mail about all turns that passed together; they are of one residence. */
export function turnMail(
  { email, name, language }: TurnReader,
  turns: readonly [OwedTurn, ...OwedTurn[]],
  publicUrl: string
): Mail {
  const say = words[language]
  const [first] = turns
  const list = turns.slice(0, mostListed).map((turn) => line(turn, language))
  const more = turns.length > mostListed ? ['…'] : []
  return {
    to: email,
    language,
    subject: say.subject,
    body: [
      say.greeting(inertText(name, longest.name)),
      `${turns.length === 1 ? say.one : say.several}\n${[...list, ...more].join('\n')}`,
      turns.length === 1
        ? { label: say.openTask, url: `${publicUrl}/?task=${first.taskId}` }
        : { label: say.openBoard, url: `${publicUrl}/homes/${first.residenceId}/board` },
      say.closing
    ]
  }
}

/** Another member wrote the title. */
function line({ title: written, dueOn }: OwedTurn, language: Language): string {
  const title = inertText(written, longest.title) ?? '…'
  if (dueOn === null) return title
  const date = Temporal.PlainDate.from(dueOn).toLocaleString(language, { dateStyle: 'long' })
  return `${title} (${words[language].due(date)})`
}
