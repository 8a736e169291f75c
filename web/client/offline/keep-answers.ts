import { keepAnswersWith } from '../../kept.ts'
import { later } from '../later.ts'
import { storedAccount } from '../preferences.ts'

const keptAnswers = () => later(import('./kept-answers.ts'), 'base')

/** Has answers kept by a part of the client that comes after the first paint. What fails there only keeps nothing. */
export function keepAnswers(): void {
  keepAnswersWith({
    account: storedAccount,
    keep: (address, answer) =>
      void keptAnswers()
        .then((kept) => kept.keepAnswer(address, answer), ignore)
        .catch(ignore),
    recall: (address) =>
      keptAnswers()
        .then((kept) => kept.recallAnswer(address))
        .catch(() => undefined),
    forget: () =>
      void keptAnswers()
        .then((kept) => kept.forgetAnswers())
        .catch(ignore)
  })
}

function ignore(): void {
  // without storage the client works as long as there is a connection
}
