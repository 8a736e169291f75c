import type { Log } from '../platform/context.ts'

/** Why a process ends, and with which code. */
export type Ending = { readonly exitCode: number; readonly reason: string }

/** For how long requests and jobs may go on after a fault, in milliseconds; as long as a request may take. */
const patience = 30_000

/**
 * Resolves when something fails that nobody caught. What the process holds in memory may be half done, so it must end; but in
 * order, with its requests answered, for whoever started it to start it anew. If that takes too long it ends as it is.
 */
export function uncaughtFault(log: Log): Promise<Ending> {
  return new Promise((resolve) => {
    for (const event of ['uncaughtException', 'unhandledRejection'] as const)
      process.on(event, (error: unknown) => {
        log.error({ fault: event, ...factsOf(error) }, 'a fault that nobody caught')
        resolve({ exitCode: 1, reason: event })
        setTimeout(() => process.exit(1), patience).unref()
      })
  })
}

/** Kind, code and place. Not the message: whoever threw it had no reader of logs in mind. */
function factsOf(error: unknown): { type: string; code?: string; frames: readonly string[] } {
  if (!(error instanceof Error)) return { type: typeof error, frames: [] }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ +at /.test(line))
  const code =
    'code' in error && typeof error.code === 'string' && /^[A-Z0-9_]+$/.test(error.code) ? error.code : undefined
  return { type: error.name, ...(code !== undefined && { code }), frames: frames.map((line) => line.trim()) }
}
