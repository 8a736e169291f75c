import { OpsError } from '../../exit-codes.ts'
import type { OpsSettings } from '../../settings.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import type { Escrow } from '../escrow.ts'
import type { Fleet } from '../fleet.ts'

/** What an adapter is made from. */
export type AdapterGround = {
  readonly name: string
  readonly settings: OpsSettings
  readonly cluster: Cluster
  readonly fleet: Fleet
  /** Opened when it is needed; what is read from it is known to the redactor. */
  readonly escrow: () => Escrow
  readonly now: () => Temporal.Instant
}

/** A section of ops.yaml without which this secret cannot be rotated. */
export function sectionOf<K extends keyof OpsSettings>(
  { name, settings }: Pick<AdapterGround, 'name' | 'settings'>,
  section: K
): NonNullable<OpsSettings[K]> {
  const found = settings[section]
  if (found === undefined) throw new OpsError('a human must decide', `${name} needs "${section}" in ops.yaml.`)
  return found
}
