import { ConfigError } from '../platform/config.ts'
import { accountDisable, accountEnable, accountStaff, sessionsEnd } from './accounts.ts'
import { auditVerify } from './audit.ts'
import { correction, optionLines, readCommandLine, typed, type Option } from './command-line.ts'
import { purchasesAlerts, purchasesShow, storeUnavailable } from './purchases.ts'
import { webhooksDropMonth, webhooksVerify } from './webhooks.ts'
import { StartError, startExitCodes } from '../platform/start-error.ts'
import { doctor } from './doctor.ts'
import { migrateCommand } from './migrate.ts'
import { readSettings, UsageError, type Settings } from './settings.ts'
import { serve } from './serve.ts'

type Command = {
  readonly summary: string
  /** What it takes beside the options of every command. */
  readonly options: readonly Option[]
  readonly run: (settings: Settings) => Promise<number>
}

const person = ['email', 'user', 'json'] as const
const commands: Record<string, Command> = {
  all: {
    summary: 'everything in one process: database (unless one is configured), API, web client, worker',
    options: ['demo'],
    run: (settings) => serve(settings, { api: true, worker: true, migrate: true })
  },
  api: { summary: 'the API and the web client', options: [], run: (settings) => serve(settings, { api: true }) },
  worker: { summary: 'the jobs', options: [], run: (settings) => serve(settings, { worker: true }) },
  migrate: { summary: 'brings the database to the schema of this build', options: [], run: migrateCommand },
  'audit verify': {
    summary: 'holds the audit log against itself and its anchors; 1 if it is not as it was written',
    options: ['json'],
    run: auditVerify
  },
  'sessions end': {
    summary: 'signs out one person (--email, --user) or everybody (--all)',
    options: [...person, 'all'],
    run: sessionsEnd
  },
  'account disable': {
    summary: 'closes an account (--email, --user): nobody gets in until it is enabled',
    options: person,
    run: accountDisable
  },
  'account enable': { summary: 'opens it again', options: person, run: accountEnable },
  'account staff': {
    summary: 'makes somebody staff, who may help with purchases; --off: no longer',
    options: [...person, 'off'],
    run: accountStaff
  },
  'purchases show': {
    summary: 'all that is known of a purchase (--order, --key), as JSON',
    options: ['order', 'key', 'json'],
    run: purchasesShow
  },
  'purchases alerts': { summary: 'what about purchases needs a human', options: ['json'], run: purchasesAlerts },
  'webhooks verify': {
    summary: 'holds the log of what stores have sent against itself and its anchors',
    options: ['json'],
    run: webhooksVerify
  },
  'webhooks drop-month': {
    summary: 'takes the oldest month of that log away (--month)',
    options: ['month', 'json'],
    run: webhooksDropMonth
  },
  doctor: {
    summary: 'says what is wrong with this installation and how to mend it; changes nothing',
    options: [],
    run: doctor
  }
}

const usage = `honeyDue keeps a household's homes in good order.

Usage: ${typed} <command> [options]

Commands
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(19)} ${summary}`)
  .join('\n')}

Options
${optionLines}

Exit codes
  0  done, or stopped by a signal
  1  doctor or a verify found something; nobody is that person, nothing is called so, the month cannot go; or a fault of the program
  64 wrong use of the command line
${exitCodeLines()}
`

function exitCodeLines(): string {
  const named = [...Object.entries(startExitCodes), ['store_unavailable', storeUnavailable] as const]
  const byCode = Map.groupBy(named, ([, exitCode]) => exitCode)
  return [...byCode]
    .toSorted(([left], [right]) => left - right)
    .map(([exitCode, group]) => `  ${exitCode} ${group.map(([code]) => code.replaceAll('_', ' ')).join(', ')}`)
    .join('\n')
}

const usageError = 64 // EX_USAGE of sysexits(3)

/** Runs one command of the executable and returns its exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const line = readCommandLine(args, commands)
  if (line.kind === 'help') return say(usage)
  if (line.kind === 'wrong') return fail(usageError, correction(line.text, commands, line.name))
  try {
    return (await commands[line.name]?.run(await readSettings(line.options))) ?? usageError
  } catch (error) {
    if (error instanceof UsageError) return fail(usageError, correction(error.message, commands, line.name))
    if (error instanceof ConfigError) return fail(startExitCodes.config_invalid, error.message)
    if (error instanceof StartError)
      return fail(error.exitCode, `honeyDue cannot start: ${error.message}\n${error.hint}`)
    throw error
  }
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

function fail(exitCode: number, text: string): number {
  process.stderr.write(`${text}\n`)
  return exitCode
}
