import type { Secret } from '#server/platform/secret.ts'
import type { Adapter, Turn } from '../adapter.ts'
import { HumanNeeded } from '../guide.ts'

/** What a human makes and deletes where the provider has no interface for it; that it is so, the tool sees for itself. */
export type Guided = Pick<Adapter, 'problems' | 'accepted' | 'adopted' | 'used'> & {
  /** Asks for the new one; `name` is what it is to be called there. */
  readonly ask: (turn: Turn, name: string) => Promise<Secret>
  /** What names there begin with, behind `honeydue-`. */
  readonly label: string
  /** Where a human finds it. */
  readonly where: string
  /** How the human tells it from others; `name` as it was called when it was made, where that is known. */
  readonly called: (value: Secret, name: string | undefined) => string
}

/** A credential of which several work at once, made by a human: each effect is a human's, each probe the tool's. */
export function guidedAdapter({ ask, label, where, called, ...asks }: Guided): Adapter {
  const nameOf = (rotation: string) => `honeydue-${label}-${rotation}`
  const newOne = (value: Secret, turn: Turn) => called(value, nameOf(turn.rotation))
  const oldOne = (value: Secret, { formerRotation }: Turn) =>
    called(value, formerRotation === undefined ? undefined : nameOf(formerRotation))

  async function remove(turn: Turn, which: string, kept: string): Promise<void> {
    const text = `${where}: delete ${which}, and keep ${kept}. Type "done" when it is gone.`
    const answer = await turn.guide.ask({ id: 'deleted', text })
    if (answer.reveal() !== 'done') throw new HumanNeeded(text)
  }

  return {
    ...asks,
    keepsOld: false,
    mint: async (turn) => ({ old: turn.published, new: await ask(turn, nameOf(turn.rotation)) }),
    shown: (published) => published,
    showing: (_, value) => value,
    /** The probe has just said that it is not taken: it was when it was asked for. */
    async admit(values, turn) {
      throw new HumanNeeded(
        `${where}: ${newOne(values.new, turn)} is not accepted any more. If somebody has deleted it, --abort takes the rotation back.`
      )
    },
    withdraw: (values, turn) => remove(turn, newOne(values.new, turn), oldOne(values.old, turn)),
    revoke: (values, turn) => remove(turn, oldOne(values.old, turn), newOne(values.new, turn)),
    /** What a human has deleted stays deleted. If it was the wrong one, the other one still works. */
    async restore(values, turn) {
      await turn.write(values.old)
      throw new HumanNeeded(
        `${newOne(values.new, turn)} is refused: the wrong one was deleted. ${oldOne(values.old, turn)} is published again; to begin anew, take the annotation honeydue.dev/rotation of this key off the Secret.`
      )
    }
  }
}
