/** How a command of the operator's tool ends. */
export const exitCodes = {
  ok: 0,
  'a check failed': 1,
  'wrong use': 2,
  'a human must decide': 3,
  'another operator holds the Lease': 4,
  'taken back': 5,
  'to be gone on with later': 10
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** What the operator can mend, in words; its exit code says of which kind it is. */
export class OpsError extends Error {
  readonly exitCode: ExitCode

  constructor(ending: keyof typeof exitCodes, message: string) {
    super(message)
    this.exitCode = exitCodes[ending]
  }
}
