import { Option } from 'commander'
import type { Terminal } from './terminal.ts'

/** Takes the exit code of a command that was begun. */
export type Ending = (run: Promise<number>) => Promise<void>

/** The options that several commands take, each said once; a new one each time, as commander wants it. */
export function options({ stateFolder }: Pick<Terminal, 'stateFolder'>) {
  return {
    config: () => new Option('--config <file>', 'where the tool works (ops.example.yaml)').default('ops.yaml'),
    state: () => new Option('--state <folder>', 'where the journals are kept').default(stateFolder),
    environment: () => new Option('--environment <name>', 'where you are, typed instead of asked'),
    plan: () => new Option('--plan', 'say what would be done, and what stands in the way'),
    json: () => new Option('--json', 'for programs: JSON, one object a line'),
    overlap: () => new Option('--overlap <minutes>', 'how long both values work, at least'),
    answers: () => new Option('--answers <file>', 'what a human would be asked, as name: answer; only you may read it'),
    sources: () =>
      new Option('--sources <folder>', 'where deploy-k3s/ and deploy/ of the runbook are (beside ops.yaml if not said)')
  }
}

/** Below the help of a command. */
export function examples(...lines: readonly string[]): string {
  return `\nFor example\n${lines.map((line) => `  npm run --silent ops -- ${line}\n`).join('')}`
}
