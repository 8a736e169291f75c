import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import { stripVTControlCharacters } from 'node:util'
import { scopeOfProcess } from '../afterwards.ts'
import { root } from '../source-files.ts'
import { testBed, type Bed } from './bed.ts'
import { rotations } from './rotations.ts'

/** `npm run transcript`: rotates one secret as an operator at a terminal does, and writes down what the terminal showed. */

const name = 'EMAIL_HOST_PASSWORD'
const file = 'docs/runbooks/transcript-mail-password.md'

await using scope = scopeOfProcess()
const bed = await testBed(scope)
const load = await bed.load(20)
const began = performance.now()
const watch = await (rotations[name] ?? (() => Promise.reject(new Error(name))))(bed)
const shown: string[] = []
for (const args of [['status'], ['rotate', name, '--overlap', '0', '--take-over'], ['log', '--verify'], ['status']])
  shown.push(await atTerminal(bed, args))
const seconds = Math.round((performance.now() - began) / 1000)
await load.stop()
const { requests, failed, sessionsLost } = load.tally()
const [live, refused] = [await watch.live(), await watch.refused()]
bed.leaks.add('the transcript', shown.join('\n'))
const faults = [
  ...failed,
  ...bed.leaks.findings().found,
  ...(live === 1 && refused ? [] : ['the rotation has not ended'])
]
if (faults.length > 0) throw new Error(faults.join('\n'))

await writeFile(
  join(root, file),
  `# The mail password is replaced

What an operator's terminal showed, written down by \`npm run transcript\`; nothing is typed by hand and nothing left out. honeyDue's
api and worker, PostgreSQL and Redis were real; the mail server and the API server stood in for theirs. While it went on, people
sent ${requests} requests: ${failed.length} failed, ${sessionsLost} sessions were lost. It took ${seconds} seconds, with
\`--overlap 0\` in place of the half hour of a real rotation. What is pasted is not shown. What each step proves:
[secret-rotation.md](secret-rotation.md#email_host_password).

\`\`\`text
${shown.join('\n\n')}
\`\`\`
`
)
console.log(`${file}: ${seconds} seconds, ${requests} requests, ${failed.length} failed`)

/** In a terminal of its own (util-linux' script), where somebody sits who does and types what is asked. */
async function atTerminal({ operator }: Bed, args: readonly string[]): Promise<string> {
  const shownAs = ['npm run --silent ops --', 'secrets', ...args].join(' ')
  const command = [process.execPath, join(root, 'ops/main.ts'), 'secrets', ...args, ...places(args)].join(' ')
  const terminal = spawn('script', ['-qefc', `stty cols 110 rows 50; ${command}`, '/dev/null'], {
    cwd: operator.folder,
    env: { ...env, HOME: operator.folder, COLUMNS: '120', NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'inherit']
  })
  let output = ''
  let answered = 0
  const answer = async () => {
    const asked = output.slice(answered)
    if (!/(> |go on: )$/.test(stripVTControlCharacters(asked))) return
    answered = output.length
    const told = asked.includes('go on: ') ? { environment: 'production' } : await watch.human?.(asked)
    const [typed = ''] = Object.values(told ?? {})
    if (typed !== 'production') bed.leaks.know(typed)
    terminal.stdin.write(`${typed}\n`)
  }
  let answering = Promise.resolve()
  terminal.stdout.setEncoding('utf8').on('data', (part: string) => {
    output += part
    answering = answering.then(answer)
  })
  const [code] = (await once(terminal, 'close')) as [number] // as Node documents it
  const text = screenOf(output)
    .replaceAll(/[ \t]+$/gm, '')
    .trimEnd()
  return `$ ${shownAs}\n${text}${code === 0 ? '' : `\n(exit code ${code})`}`
}

/** What stands on the screen in the end: the tool goes up by some lines and clears what is below, to draw them anew. */
function screenOf(output: string): string {
  const lines = ['']
  // oxlint-disable-next-line no-control-regex -- what a terminal is told
  for (const [part, up] of output.matchAll(/\u001B\[(\d+)A|\u001B\[[\d;?]*[A-Za-z]|\r?\n|[^\r\n\u001B]+/g)) {
    if (up !== undefined) lines.splice(-Number(up) - 1, Infinity, '')
    else if (part.endsWith('\n')) lines.push('')
    else if (!part.startsWith('\u001B')) lines[lines.length - 1] += part
  }
  return lines.join('\n')
}

/** Where the bed keeps what stands in the operator's home otherwise. */
function places([command = '']: readonly string[]): string[] {
  return command === 'log'
    ? ['--state', 'state']
    : ['--config', 'ops.yaml', ...(command === 'rotate' ? ['--state', 'state'] : [])]
}
