import { OpsError } from '../exit-codes.ts'
import type { CatalogueEntry } from '../secrets/catalogue-entry.ts'
import { catalogue } from '../secrets/catalogue.ts'

/** OpsError when none is called so. */
export function entryOf(name: string): CatalogueEntry {
  const entry = catalogue.find((each) => each.name === name)
  if (entry) return entry
  throw new OpsError('wrong use', `No secret is called ${name}: ${catalogue.map((each) => each.name).join(', ')}.`)
}

/** The one that is named, or all that live in the cluster. */
export function entriesOf(name: string | undefined): readonly CatalogueEntry[] {
  if (name !== undefined) return [entryOf(name)]
  return catalogue.filter(({ object }) => object.keys.length > 0)
}
