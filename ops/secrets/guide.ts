import type { Secret } from '#server/platform/secret.ts'

/** What a human must do or tell before a step can go on, in words; the same command asks for it again. */
export class HumanNeeded extends Error {}

export type Question = {
  /** The name of the answer where no one sits: in the file that --answers names. */
  readonly id: string
  readonly text: string
  /** What is typed is not shown. */
  readonly hidden?: true
}

/** Whoever does what no interface of a provider lets the tool do. */
export type Guide = {
  tell(text: string): void
  /** HumanNeeded where nobody answers. */
  ask(question: Question): Promise<Secret>
}

const attempts = 3

/** Asks until it is what was asked for; what is wrong with an answer is told before anything is done with it. */
export async function askFor(
  guide: Guide,
  question: Question,
  problemOf: (answer: Secret) => Promise<string | undefined>
): Promise<Secret> {
  let former: Secret | undefined
  for (let times = 1; ; times += 1) {
    const answer = await guide.ask(question)
    const problem = await problemOf(answer)
    if (problem === undefined) return answer
    if (times === attempts || former?.equals(answer)) throw new HumanNeeded(problem)
    guide.tell(problem)
    former = answer
  }
}
