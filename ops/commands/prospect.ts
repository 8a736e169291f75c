import type { Secret } from '#server/platform/secret.ts'
import { fingerprintOf } from '#server/platform/fingerprint.ts'
import type { SecretObject } from '../cluster/cluster.ts'
import { OpsError } from '../exit-codes.ts'
import type { Adapter } from '../secrets/adapter.ts'
import type { CatalogueEntry } from '../secrets/catalogue-entry.ts'
import { keyStateOf, type KeyState } from '../secrets/key-state.ts'
import { adapterOf } from './rotate-place.ts'
import type { Workplace } from './workplace.ts'

/** One secret of the catalogue as the cluster has it now, with whoever knows its kind. */
export type Prospect = {
  readonly entry: CatalogueEntry
  readonly object: SecretObject | undefined
  readonly state: KeyState
  /** Undefined where nothing here knows it, for the reason `why`. */
  readonly adapter: Adapter | undefined
  readonly why: string
}

export async function prospectOf(workplace: Workplace, entry: CatalogueEntry, salt: Secret): Promise<Prospect> {
  const object = await workplace.cluster.secret(entry.object.secret)
  return { entry, object, state: keyStateOf(object, entry.object.keys), ...adapterIfAny(workplace, entry, salt) }
}

function adapterIfAny(workplace: Workplace, entry: CatalogueEntry, salt: Secret): Pick<Prospect, 'adapter' | 'why'> {
  const { settings, cluster, terminal } = workplace
  try {
    return { adapter: adapterOf(entry, { settings, cluster, salt, now: terminal.now }), why: '' }
  } catch (error) {
    if (error instanceof OpsError) return { adapter: undefined, why: error.message }
    throw error
  }
}

/** The fingerprint that pods attest when they show this text. Of a value that is no such value there is none. */
export function shownIn({ adapter }: Prospect, salt: Secret, text: Secret): string | undefined {
  try {
    return fingerprintOf(salt, adapter ? adapter.shown(text) : text)
  } catch {
    return undefined // what is under the key was made by somebody else
  }
}
