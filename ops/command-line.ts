import { Command, CommanderError } from 'commander'
import { log } from './commands/log.ts'
import type { RotateOptions } from './commands/rotate-options.ts'
import { rotate } from './commands/rotate.ts'
import { status } from './commands/status.ts'
import { ClusterError } from './cluster/cluster.ts'
import { exitCodes, OpsError } from './exit-codes.ts'
import { JournalError } from './secrets/journal.ts'
import type { Terminal } from './terminal.ts'

/** Runs one command of the operator's tool; the answer is its exit code. */
export async function commandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = exitCodes.ok
  const program = programOf(terminal, async (run) => {
    exitCode = await run
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    return told(error, terminal)
  }
}

type Ending = (run: Promise<number>) => Promise<void>

function programOf(terminal: Terminal, ending: Ending): Command {
  const program = new Command('honeydue')
    .description('The operator’s tool of honeyDue.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.say, writeErr: terminal.complain })
    .addHelpText('after', `\nExit codes\n${exitCodeLines()}`)
  const secrets = program.command('secrets').description('what honeyDue shows to others, and how it is replaced')
  secrets
    .command('log')
    .description('what operators did, when, and what they saw; never a value')
    .option('--verify', 'hold the journals against their chains of hashes')
    .option('--config <file>', 'with --verify: hold them against the copies in the cluster as well')
    .option('--json', 'one JSON object a line')
    .option('--state <folder>', 'where the journals are kept', terminal.stateFolder)
    .action((options: { verify?: boolean; json?: boolean; state: string; config?: string }) =>
      ending(log(terminal, options))
    )
  secrets
    .command('status')
    .description('what there is, how old it is, which pods have it, what is under way, and what is in no catalogue')
    .option('--config <file>', 'where the tool works (ops.example.yaml)', 'ops.yaml')
    .option('--json', 'one JSON object')
    .action((options: { config: string; json?: boolean }) => ending(status(terminal, options)))
  secrets
    .command('rotate')
    .description('replaces one secret while everything goes on: the old value goes when nobody uses it any more')
    .argument('<name>', 'as secrets status names it')
    .option('--config <file>', 'where the tool works (ops.example.yaml)', 'ops.yaml')
    .option('--state <folder>', 'where the journals are kept', terminal.stateFolder)
    .option('--plan', 'say what would be done, and what stands in the way')
    .option('--environment <name>', 'where you are, typed instead of asked')
    .option('--overlap <minutes>', 'how long both values work, at least')
    .option('--compromised', 'the old value is in the wrong hands: it goes as soon as every pod has the new one')
    .option('--resume', 'go on with what is under way, and begin nothing')
    .option('--abort', 'take back what is under way')
    .option('--take-over', 'make a key this tool’s that another one has written')
    .option('--answers <file>', 'what a human would be asked, as name: answer; only you may read it')
    .option('--json', 'one JSON object a line')
    .action((name: string, options: RotateOptions) => ending(rotate(terminal, name, options)))
  return program
}

function exitCodeLines(): string {
  return Object.entries(exitCodes)
    .map(([what, code]) => `  ${String(code).padEnd(3)} ${what}\n`)
    .join('')
}

function told(error: unknown, { complain }: Terminal): number {
  // Commander has said what is wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes['wrong use']
  if (error instanceof OpsError) return complained(complain, error.message, error.exitCode)
  if (error instanceof JournalError || error instanceof ClusterError) {
    return complained(complain, error.message, exitCodes['a check failed'])
  }
  // What others say may hold what was sent to them: of a fault of ours only its name is shown.
  return complained(complain, `honeydue stopped: ${nameOf(error)}`, exitCodes['a check failed'])
}

function complained(complain: Terminal['complain'], text: string, exitCode: number): number {
  complain(`${text}\n`)
  return exitCode
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown fault'
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name
}
