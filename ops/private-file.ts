import { readFileSync, statSync } from 'node:fs'
import { Secret } from '#server/platform/secret.ts'
import { OpsError } from './exit-codes.ts'

/** What stands in a file of the operator's, without the space around it. OpsError when it is missing, or others may read it. */
export function privateFile(path: string, whatItIs: string): Secret {
  if ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) {
    throw new OpsError('a check failed', `${path} can be read by others: chmod 600 ${path}`)
  }
  try {
    return new Secret(readFileSync(path, 'utf8').trim())
  } catch {
    throw new OpsError('a check failed', `${path} cannot be read: ${whatItIs}.`)
  }
}
