import { dirname, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Secret } from '#server/platform/secret.ts'
import { sourceFilesIn, type SourceFiles } from '../secrets/source-files.ts'
import { sources, type SourceFields } from '../secrets/sources.ts'
import { shownIn, type Prospect } from './prospect.ts'

/** The runbook's files, beside ops.yaml if nothing else is said. */
export function sourcesOf({ config, sources: folder }: { config: string; sources?: string }): SourceFiles {
  return sourceFilesIn(resolve(folder ?? dirname(config)))
}

/** Whether what the cluster has is what the source says, however either is written. */
export async function isInCluster(prospect: Prospect, fields: SourceFields, salt: Secret): Promise<boolean> {
  const { entry, state } = prospect
  const source = sources[entry.name]
  if (!source || !state.value) return false
  if (source.isIn) return source.isIn(fields, state.value)
  const composed = source.compose(fields, state.value)
  if (!composed) return false
  const shown = shownIn(prospect, salt, composed)
  return (shown !== undefined && shown === shownIn(prospect, salt, state.value)) || isAlike(composed, state.value)
}

/** Spaces at the end, and those between the parts of JSON, make no other value. */
function isAlike(one: Secret, other: Secret): boolean {
  return isDeepStrictEqual(meaningOf(one), meaningOf(other))
}

function meaningOf(text: Secret): unknown {
  const plain = text.reveal().trim()
  if (!plain.startsWith('{')) return plain
  try {
    const found = JSON.parse(plain) as Record<string, unknown> // begins like an object
    return Object.fromEntries(
      Object.entries(found).map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value])
    )
  } catch {
    return plain
  }
}
