import { exitCodes } from '../exit-codes.ts'
import { EscrowError, isSame, openSealed, recipientsIn, type EscrowKeys, type EscrowPlace } from '../secrets/escrow.ts'
import type { Terminal } from '../terminal.ts'
import { escrowOf } from './escrow-of.ts'
import { heading, inWorkplace } from './workplace.ts'

type Options = { readonly config: string; readonly json?: boolean }
type Held = { readonly name: string; readonly recipients: number; readonly problems: readonly string[] }

/** What is sealed and for how many; `verify` opens every one in every place. No value is shown. 1 when one would be lost. */
export function escrow(terminal: Terminal, what: 'list' | 'verify', { config, json }: Options): Promise<number> {
  return inWorkplace(terminal, config, async ({ settings, cluster, where }) => {
    const { escrow: kept, keys, places } = escrowOf(settings, cluster)
    const names = await kept.list()
    const held = await Promise.all(names.map((name) => heldOf(name, { keys, places, opens: what === 'verify' })))
    if (json) terminal.say(`${JSON.stringify({ ...where, entries: held })}\n`)
    else terminal.say(heading(where) + held.map(lineOf).join(''))
    if (!json && held.length === 0) terminal.say('– Nothing is in escrow.\n')
    return held.some(({ problems }) => problems.length > 0) ? exitCodes['a check failed'] : exitCodes.ok
  })
}

function lineOf({ name, recipients, problems }: Held): string {
  if (problems.length === 0) return `✓ ${name}, sealed for ${recipients}\n`
  return problems.map((problem) => `✗ ${name}: ${problem}\n`).join('')
}

type Question = { readonly keys: EscrowKeys; readonly places: readonly EscrowPlace[]; readonly opens: boolean }

async function heldOf(name: string, { keys, places, opens }: Question): Promise<Held> {
  const sealed = await Promise.all(places.map((place) => place.read(name)))
  const problems = places.filter((_, at) => sealed[at] === undefined).map((place) => `is missing in ${place.name}`)
  const found = sealed.filter((each) => each !== undefined)
  const recipients = Math.min(...found.map(recipientsIn))
  if (recipients < 2) problems.push('is sealed for fewer than two: one lost key loses it')
  if (opens) problems.push(...(await openingProblems(found, keys)))
  return { name, recipients, problems }
}

async function openingProblems(sealed: readonly string[], { identities }: EscrowKeys): Promise<string[]> {
  try {
    const [first, ...others] = await Promise.all(sealed.map((each) => openSealed(identities, each)))
    return others.some((other) => !first || !isSame(first, other)) ? ['is not the same in both places'] : []
  } catch (error) {
    if (error instanceof EscrowError) return [error.message]
    throw error
  }
}
