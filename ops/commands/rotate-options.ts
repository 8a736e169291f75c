import type { Cluster } from '../cluster/cluster.ts'
import type { CatalogueEntry } from '../secrets/catalogue-entry.ts'
import type { OpsSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'

export type RotateOptions = {
  readonly config: string
  readonly state: string
  readonly plan?: boolean
  readonly environment?: string
  readonly overlap?: string
  readonly compromised?: boolean
  readonly resume?: boolean
  readonly abort?: boolean
  readonly takeOver?: boolean
  /** A file with what a human would be asked: `id: answer`. */
  readonly answers?: string
  readonly json?: boolean
}

/** One rotation as the command line has it. */
export type Rotation = {
  readonly terminal: Terminal
  readonly entry: CatalogueEntry
  readonly settings: OpsSettings
  readonly cluster: Cluster
  readonly options: RotateOptions
}
