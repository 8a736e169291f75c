import type { CatalogueEntry } from '../secrets/catalogue-entry.ts'
import type { Workplace } from './workplace.ts'

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
export type Rotation = Workplace & {
  readonly entry: CatalogueEntry
  readonly options: RotateOptions
}
