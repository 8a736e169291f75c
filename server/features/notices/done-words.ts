import type { Language } from '#contract/values.ts'
import { inertText } from '#server/gateways/mail/inert-text.ts'

type Words = { title: string; body: string; byName: (name: string) => string; bySomebody: string }

const words: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Done',
    body: 'A task that you wait for is done.',
    byName: (name) => `${name} has done it.`,
    bySomebody: 'It’s done.'
  },
  de: {
    title: 'Erledigt',
    body: 'Eine Aufgabe, auf die du wartest, ist erledigt.',
    byName: (name) => `${name} hat das erledigt.`,
    bySomebody: 'Das ist erledigt.'
  }
}

const longest = { title: 100, name: 64 }

/** What stands on a locked screen, where anybody reads it: names and titles only for those who have asked for them. */
export function doneWords({ language, detail, title, doer }: DoneFacts): { title: string; body: string } {
  const say = words[language]
  if (detail === 'plain') return { title: say.title, body: say.body }
  const name = inertText(doer, longest.name)
  return {
    title: inertText(title, longest.title) ?? say.title,
    body: name === undefined ? say.bySomebody : say.byName(name)
  }
}

export type DoneFacts = {
  readonly language: Language
  readonly detail: 'plain' | 'full'
  /** As somebody wrote them. */
  readonly title: string
  readonly doer: string
}
