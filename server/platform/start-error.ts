/**
 * Why a process could not start, and the exit code that says so to a supervisor, after BSD's sysexits(3). 75 is the only
 * one that is worth trying again without changing anything.
 */
export const startExitCodes = {
  config_invalid: 78, // EX_CONFIG: a key or a secret file is missing or wrong
  data_in_use: 75, // EX_TEMPFAIL: another process works on the data folder
  data_not_writable: 73, // EX_CANTCREAT: read-only, or owned by somebody else
  data_unusable: 65, // EX_DATAERR: made by another major version of PostgreSQL, or not by us
  disk_full: 74, // EX_IOERR: no room, or over quota
  port_in_use: 69, // EX_UNAVAILABLE: another program listens on the address
  schema_unknown: 65, // EX_DATAERR: the database was migrated by a newer build
  schema_behind: 65, // EX_DATAERR: migrations are due and this command does not run them
  migration_edited: 65, // EX_DATAERR: an applied migration is not the file it was
  migration_failed: 70, // EX_SOFTWARE: a migration is wrong or met data it did not expect
  roles_missing: 77, // EX_NOPERM: the login may not make the database's roles
  database_unreachable: 69, // EX_UNAVAILABLE: nobody answers, or the login is refused
  database_unsupported: 69, // EX_UNAVAILABLE: older than PostgreSQL 16
  server_unusable: 69 // EX_UNAVAILABLE: the embedded server cannot run on this machine
} as const

export type StartErrorCode = keyof typeof startExitCodes

/** What stops a start and the operator can mend: `message` says what is wrong, `hint` what to do. */
export class StartError extends Error {
  readonly code: StartErrorCode
  readonly hint: string
  readonly exitCode: number

  constructor(code: StartErrorCode, message: string, details: { hint: string; cause?: unknown }) {
    super(message, { cause: details.cause })
    this.code = code
    this.hint = details.hint
    this.exitCode = startExitCodes[code]
  }
}

/** What to do about the two that both the operating system and PostgreSQL report. */
export const storageHints = {
  disk_full: 'Free some space, then start again. Nothing that was acknowledged is lost.',
  data_not_writable:
    'Let the user that starts honeyDue own the folder and all in it, or choose another one. Is the disk mounted read-only?'
} as const

const systemErrors: Record<string, { code: StartErrorCode; what: string; hint: string }> = {
  ENOSPC: { code: 'disk_full', what: 'the disk is full', hint: storageHints.disk_full },
  EDQUOT: { code: 'disk_full', what: 'the disk quota is used up', hint: storageHints.disk_full },
  EACCES: { code: 'data_not_writable', what: 'permission denied', hint: storageHints.data_not_writable },
  EPERM: { code: 'data_not_writable', what: 'operation not permitted', hint: storageHints.data_not_writable },
  EROFS: { code: 'data_not_writable', what: 'the file system is read-only', hint: storageHints.data_not_writable },
  ENOTDIR: {
    code: 'data_not_writable',
    what: 'a part of the path is not a folder',
    hint: storageHints.data_not_writable
  },
  EADDRINUSE: {
    code: 'port_in_use',
    what: 'another program listens there',
    hint: 'Stop that program, or choose another port in the configuration.'
  }
}

/** The StartError that an error of the operating system stands for; anything else is given back as it is, for it is a bug. */
export function asStartError(error: unknown, subject: string): unknown {
  const code = errorCode(error)
  const known = code === undefined ? undefined : systemErrors[code]
  if (!known) return error
  return new StartError(known.code, `${subject}: ${known.what}`, { hint: known.hint, cause: error })
}

/** `ENOSPC`, `42P01`, …: the `code` of what Node and PostgreSQL throw. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
