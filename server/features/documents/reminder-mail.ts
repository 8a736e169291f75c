import type { Language } from '#contract/values.ts'
import { inertText } from '#server/gateways/mail/inert-text.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'
import type { EndingPaper, RemindedReader } from './reminder-queries.ts'

type Words = {
  subject: string
  greeting: (name: string | undefined) => string
  lead: string
  ends: (date: string) => string
  ended: (date: string) => string
  openPaper: string
  openPapers: string
  closing: string
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    subject: 'Something in your papers ends',
    greeting: (name) => (name === undefined ? 'Hello,' : `Hello ${name},`),
    lead: 'this ends, and perhaps there is something to do before:',
    ends: (date) => `ends on ${date}`,
    ended: (date) => `ended on ${date}`,
    openPaper: 'Open the paper',
    openPapers: 'Open the papers',
    closing: 'In your settings you choose the hour of these mails, or none.'
  },
  de: {
    subject: 'Etwas in deinen Unterlagen endet',
    greeting: (name) => (name === undefined ? 'Hallo,' : `Hallo ${name},`),
    lead: 'das hier endet, und vielleicht ist vorher noch etwas zu tun:',
    ends: (date) => `endet am ${date}`,
    ended: (date) => `endete am ${date}`,
    openPaper: 'Dokument öffnen',
    openPapers: 'Unterlagen öffnen',
    closing: 'In deinen Einstellungen wählst du die Stunde dieser E-Mails oder schaltest sie ab.'
  }
}

/** More would be a list that nobody reads; the page has them all. */
const mostListed = 20
const longest = { name: 64, title: 200, home: 120 }

/** One mail about all that is due for one person at the same time. */
export function reminderMail(
  { email, name, language }: RemindedReader,
  papers: readonly [EndingPaper, ...EndingPaper[]],
  { publicUrl, today }: { publicUrl: string; today: string }
): Mail {
  const say = words[language]
  const [{ residenceId, documentId }] = papers
  const list = papers.slice(0, mostListed).map((paper) => line(paper, language, today))
  const more = papers.length > mostListed ? ['…'] : []
  const home = `${publicUrl}/homes/${residenceId}/papers`
  return {
    to: email,
    language,
    subject: say.subject,
    body: [
      say.greeting(inertText(name, longest.name)),
      `${say.lead}\n${[...list, ...more].join('\n')}`,
      papers.length === 1
        ? { label: say.openPaper, url: `${home}/${documentId}` }
        : { label: say.openPapers, url: `${home}?ends=soon` },
      say.closing
    ]
  }
}

/** Members wrote title and name. */
function line({ title, home, endsOn }: EndingPaper, language: Language, today: string): string {
  const say = words[language]
  const date = Temporal.PlainDate.from(endsOn).toLocaleString(language, { dateStyle: 'long' })
  const when = endsOn < today ? say.ended(date) : say.ends(date)
  return `${inertText(title, longest.title) ?? '…'} (${inertText(home, longest.home) ?? '…'}): ${when}`
}
