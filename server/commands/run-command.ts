import { parseArgs } from 'node:util'
import { ConfigError } from '../platform/config.ts'
import { accountDisable, accountEnable, accountStaff, sessionsEnd } from './accounts.ts'
import { auditVerify } from './audit.ts'
import { purchasesAlerts, purchasesShow, storeUnavailable } from './purchases.ts'
import { webhooksDropMonth, webhooksVerify } from './webhooks.ts'
import { StartError, startExitCodes } from '../platform/start-error.ts'
import { doctor } from './doctor.ts'
import { migrateCommand } from './migrate.ts'
import { readSettings, UsageError, type Settings } from './settings.ts'
import { serve } from './serve.ts'

type Command = { readonly summary: string; readonly run: (settings: Settings) => Promise<number> }

const commands: Record<string, Command> = {
  all: {
    summary: 'everything in one process: database (unless one is configured), API, web client, worker',
    run: (settings) => serve(settings, { api: true, worker: true, migrate: true })
  },
  api: { summary: 'the API and the web client', run: (settings) => serve(settings, { api: true }) },
  worker: { summary: 'the jobs', run: (settings) => serve(settings, { worker: true }) },
  migrate: { summary: 'brings the database to the schema of this build', run: migrateCommand },
  'audit verify': {
    summary: 'holds the audit log against itself and its anchors; 1 if it is not as it was written',
    run: auditVerify
  },
  'sessions end': { summary: 'signs out one person (--email, --user) or everybody (--all)', run: sessionsEnd },
  'account disable': {
    summary: 'closes an account (--email, --user): nobody gets in until it is enabled',
    run: accountDisable
  },
  'account enable': { summary: 'opens it again', run: accountEnable },
  'account staff': {
    summary: 'makes somebody staff, who may help with purchases; --off: no longer',
    run: accountStaff
  },
  'purchases show': { summary: 'all that is known of a purchase (--order, --key), as JSON', run: purchasesShow },
  'purchases alerts': { summary: 'what about purchases needs a human', run: purchasesAlerts },
  'webhooks verify': {
    summary: 'holds the log of what stores have sent against itself and its anchors',
    run: webhooksVerify
  },
  'webhooks drop-month': { summary: 'takes the oldest month of that log away (--month)', run: webhooksDropMonth },
  doctor: { summary: 'says what is wrong with this installation and how to mend it; changes nothing', run: doctor }
}

const usage = `honeyDue keeps a household's homes in good order.

Usage: node server/main.ts <command> [options]

Commands
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(15)} ${summary}`)
  .join('\n')}

Options
  --config FILE  configuration (every key: config.example.yaml); without it all defaults
  --data FOLDER  where the embedded database, mails and secrets are kept (default ./data)
  --port NUMBER  where to listen (default 8080)
  --email TEXT   sessions end, account …: the person with this proved address
  --user ID      the person with this id
  --all          sessions end: everybody
  --off          account staff: no longer
  --order TEXT   purchases show: an order (of an M… the App Store is asked), a transaction, a key, a token of Google, a customer of Stripe
  --key TEXT     purchases show: the purchase's key
  --month MONTH  webhooks drop-month: as 2025-01
  --json         sessions end, account …: answer in JSON
  --demo         all: fill an empty database with a lived-in household
  --help         this text

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
  const parsed = parse(args)
  if (typeof parsed === 'string') return fail(usageError, `${parsed}\n\n${usage}`)
  if (parsed.help) return say(usage)
  try {
    return await parsed.command.run(await readSettings(parsed.options))
  } catch (error) {
    if (error instanceof UsageError) return fail(usageError, `${error.message}\n\n${usage}`)
    if (error instanceof ConfigError) return fail(startExitCodes.config_invalid, error.message)
    if (error instanceof StartError)
      return fail(error.exitCode, `honeyDue cannot start: ${error.message}\n${error.hint}`)
    throw error
  }
}

function parse(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        data: { type: 'string' },
        port: { type: 'string' },
        email: { type: 'string' },
        user: { type: 'string' },
        all: { type: 'boolean', default: false },
        order: { type: 'string' },
        key: { type: 'string' },
        month: { type: 'string' },
        off: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        demo: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false }
      }
    })
    const [name, month] = nameOf(positionals)
    const command = commands[name]
    if (values.help) return { help: true as const }
    if (!command) return `Unknown command: ${positionals.join(' ') || 'none given'}`
    if (values.port !== undefined && !/^\d{1,5}$/.test(values.port)) return `--port takes a number, not ${values.port}`
    return { help: false as const, command, options: { ...values, month: values.month ?? month } }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** The command's name, and the month that may follow it. */
function nameOf(words: readonly string[]): [name: string, month: string | undefined] {
  const [first, second, month] = words
  const takesMonth = first === 'webhooks' && second === 'drop-month' && words.length === 3
  return takesMonth ? ['webhooks drop-month', month] : [words.join(' '), undefined]
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

function fail(exitCode: number, text: string): number {
  process.stderr.write(`${text}\n`)
  return exitCode
}
