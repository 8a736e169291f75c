import { Argument, Command, CommanderError } from 'commander'
import { completion, shells, type Shell } from './commands/completion.ts'
import { ClusterError } from './cluster/cluster.ts'
import { exitCodes, OpsError } from './exit-codes.ts'
import { EscrowError } from './secrets/escrow.ts'
import { JournalError } from './secrets/journal.ts'
import { declareSecrets } from './secrets-commands.ts'
import { examples, type Ending } from './shared-options.ts'
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

function programOf(terminal: Terminal, ending: Ending): Command {
  const program = new Command('honeydue')
    .description('The operator’s tool of honeyDue.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.say, writeErr: terminal.complain })
    .addHelpText('after', `\nExit codes\n${exitCodeLines()}`)
  declareSecrets(program, terminal, ending)
  program
    .command('completion')
    .description('the completion of commands, options and names of secrets for a shell')
    .addArgument(new Argument('<shell>').choices(shells))
    .addHelpText('after', examples('completion bash > ~/.local/share/bash-completion/completions/honeydue'))
    .action((shell: Shell) => terminal.say(completion(program, shell)))
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
  if (error instanceof JournalError || error instanceof ClusterError || error instanceof EscrowError) {
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
