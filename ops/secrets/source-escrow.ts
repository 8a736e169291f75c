import Type from 'typebox'
import { Check } from 'typebox/value'
import { Secret } from '#server/platform/secret.ts'
import type { Escrow } from './escrow.ts'
import type { SourceFields } from './sources.ts'

const prefix = 'source.'
const Fields = Type.Record(Type.String(), Type.String())

/** What the runbook's files held, sealed: then the files can go. */
export const sourceNameOf = (name: string): string => `${prefix}${name}`

export async function keepSource(escrow: Escrow, name: string, fields: SourceFields): Promise<void> {
  await escrow.put(sourceNameOf(name), new Secret(JSON.stringify(fields)))
}

export async function keptSource(escrow: Escrow, name: string): Promise<SourceFields | undefined> {
  const found = await escrow.get(sourceNameOf(name))
  const fields: unknown = found && JSON.parse(found.reveal())
  return Check(Fields, fields) ? fields : undefined
}
