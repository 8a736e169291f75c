import { spawn, type ChildProcess } from 'node:child_process'
import type { Account } from './account.ts'

export type ProgramOptions = { account: Account | undefined; cwd: string; environment?: Record<string, string> }

/** `code` is null when the program could not be started or was killed; `output` then says why. */
export type ProgramEnd = { code: number | null; output: string }

/**
 * Starts a program under the account, in a session of its own: Ctrl-C in a terminal reaches us and not it. Its environment
 * is only what is given here, so that no `PG…` variable of the operator changes what it does and its messages are English.
 */
export function startProgram(path: string, parameters: string[], options: ProgramOptions): ChildProcess {
  const { account, cwd, environment } = options
  return spawn(path, parameters, {
    cwd,
    ...account,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', ...environment }
  })
}

/** Runs a program to its end; its two outputs come as one text. Never throws. */
export function runProgram(path: string, parameters: string[], options: ProgramOptions): Promise<ProgramEnd> {
  const { promise, resolve } = Promise.withResolvers<ProgramEnd>()
  const child = startProgram(path, parameters, options)
  let output = ''
  const gather = (chunk: Buffer): void => void (output += chunk.toString('utf8'))
  child.stdout?.on('data', gather)
  child.stderr?.on('data', gather)
  child.on('error', (error) => resolve({ code: null, output: error.message }))
  child.on('close', (code, signal) => resolve({ code, output: signal ? `${output} (${signal})` : output }))
  return promise
}
