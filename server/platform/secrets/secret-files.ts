import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ReadSecretFile } from '../config.ts'
import { asStartError, errorCode } from '../start-error.ts'

const largestBytes = 65_536

/** Why a file is no secret of ours, in a word and in a sentence. */
export type FileProblem = { readonly code: string; readonly text: string }

const problems = {
  tooLarge: { code: 'file_too_large', text: 'is larger than 64 kB' },
  readByAll: { code: 'file_open_to_others', text: 'can be read by everybody' },
  changedByOthers: { code: 'file_open_to_others', text: 'can be changed by others than its owner' }
} satisfies Record<string, FileProblem>

/** Files of the secrets folder; what is missing is undefined, what may not be read is a StartError. */
export function secretFiles(folder: string): ReadSecretFile {
  return (name) => {
    const path = join(folder, name)
    try {
      return readFileSync(path, 'utf8')
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined
      throw asStartError(error, path)
    }
  }
}

/** Whether others could have read or written what the file holds; a file that is not there has no problem. */
export function fileProblem(path: string): FileProblem | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return undefined
  if (found.size > largestBytes) return problems.tooLarge
  if (found.mode & 0o005) return problems.readByAll
  return found.mode & 0o022 ? problems.changedByOthers : undefined
}
