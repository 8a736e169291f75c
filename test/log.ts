import type { FastifyBaseLogger } from 'fastify'

export type LogLine = { readonly level: string; readonly fields: unknown; readonly message: string | undefined }
export type CapturedLog = FastifyBaseLogger & {
  readonly lines: LogLine[]
  /** Errors belong to this test from now on. */
  expectErrors(): void
  unexpectedErrors(): LogLine[]
}

/** A log that keeps its lines, so that a test can look at them and at what must not be in them. */
export function captureLog(): CapturedLog {
  const lines: LogLine[] = []
  let errorsExpected = false
  const at =
    (level: string) =>
    (fields: unknown, message?: string): void =>
      void lines.push({ level, fields, message })
  const log: CapturedLog = {
    lines,
    level: 'debug',
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    silent: () => {},
    child: () => log,
    expectErrors: () => void (errorsExpected = true),
    unexpectedErrors: () => (errorsExpected ? [] : lines.filter(({ level }) => level === 'error' || level === 'fatal'))
  }
  return log
}
