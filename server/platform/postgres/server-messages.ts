import { StartError, storageHints, type StartErrorCode } from '../start-error.ts'

/** What PostgreSQL's programs print when they give up, in the C locale. The first that matches decides. */
const meanings: readonly { pattern: RegExp; code: StartErrorCode; what: string; hint: string }[] = [
  {
    pattern: /No space left on device|Disk quota exceeded|Check free disk space/,
    code: 'disk_full',
    what: 'the disk is full',
    hint: storageHints.disk_full
  },
  {
    pattern: /Read-only file system|Permission denied|has wrong ownership/,
    code: 'data_not_writable',
    what: 'the folder cannot be written',
    hint: storageHints.data_not_writable
  },
  {
    pattern: /lock file "[^"]*" already exists|pre-existing shared memory block/,
    code: 'data_in_use',
    what: 'another server has it open',
    hint: 'Another PostgreSQL server runs on this data. Stop it first.'
  },
  {
    pattern: /database files are incompatible with server|could not locate a valid checkpoint record/,
    code: 'data_unusable',
    what: 'its files cannot be used',
    hint: 'Restore the data folder from a backup, or start the honeyDue that made it.'
  }
]

/** The StartError that the last words of a PostgreSQL program stand for: what they mean first, then the words themselves. */
export function explain(output: string, doing: string): StartError {
  const meaning = meanings.find(({ pattern }) => pattern.test(output))
  const last = output.trim().split('\n').slice(-5).join('\n')
  return new StartError(
    meaning?.code ?? 'server_unusable',
    `${doing} failed: ${meaning ? `${meaning.what}\n` : ''}${last}`,
    {
      hint: meaning?.hint ?? 'Run "npm run doctor", or give honeyDue the URL of a PostgreSQL server.'
    }
  )
}
