import { pino, type Logger } from 'pino'
import type { Config } from './config.ts'

/** One JSON object a line on standard output. Errors are told by kind, message, code and stack: never by their fields. */
export function createLog(level: Config['log']['level']): Logger {
  return pino({
    level,
    base: { service: 'honeydue' },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: errorFacts }
  })
}

function errorFacts(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error ? String(error.code) : undefined
  const cause = error.cause === undefined ? undefined : errorFacts(error.cause)
  return { type: error.name, message: error.message, code, stack: error.stack, cause }
}
