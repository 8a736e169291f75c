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
