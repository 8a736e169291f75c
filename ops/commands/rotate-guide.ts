import Type from 'typebox'
import { Check } from 'typebox/value'
import { parse } from 'yaml'
import { Secret } from '#server/platform/secret.ts'
import { OpsError } from '../exit-codes.ts'
import { privateFile } from '../private-file.ts'
import { HumanNeeded, type Guide } from '../secrets/guide.ts'
import type { Redactor } from '../secrets/redactor.ts'
import type { Terminal } from '../terminal.ts'

const Answers = Type.Record(Type.String(), Type.String())

/** Asks the file of answers, then whoever sits there; what they say is known to the redactor before anything else is done. */
export function guideOf(terminal: Terminal, answersFile: string | undefined, redactor: Redactor): Guide {
  const answers = answersFile === undefined ? {} : answersIn(answersFile)
  return {
    tell: (text) => terminal.complain(redactor.redact(`${text}\n`)),
    async ask({ id, text, hidden = false }) {
      const answer = answers[id] ?? (await terminal.ask?.(`${text}\n> `, { hidden }))
      if (!answer?.trim()) throw new HumanNeeded(`${text} (In a terminal, or as "${id}" in the file of --answers.)`)
      const secret = new Secret(answer.trim())
      if (hidden) redactor.know(secret)
      return secret
    }
  }
}

function answersIn(file: string): Record<string, string> {
  const answers = textOf(privateFile(file, 'the file of answers'))
  if (!Check(Answers, answers)) throw new OpsError('wrong use', `${file} has to be a list of name: answer.`)
  return answers
}

function textOf(file: Secret): unknown {
  try {
    return parse(file.reveal())
  } catch {
    return undefined // the message of a parser repeats what it could not read
  }
}
