import { homedir, hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import type { WriteStream } from 'node:tty'
import { commandLine } from './command-line.ts'
import type { Screen } from './terminal.ts'

process.exitCode = await commandLine(process.argv.slice(2), {
  say: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  stateFolder: join(homedir(), '.local', 'state', 'honeydue'),
  operator: `${userInfo().username}@${hostname()}`,
  now: Temporal.Now.instant,
  // The kubelet brings a new value to a pod within a minute or so.
  pause: (times) => setTimeout(1000, times < 120),
  ask: process.stdin.isTTY ? ask : undefined,
  screen: process.stdout.isTTY ? screenOf(process.stdout) : undefined
})

function screenOf(out: WriteStream): Screen {
  return {
    columns: () => out.columns || 80, // a terminal that does not know its width says 0
    colour: out.hasColors(), // false with NO_COLOR
    write: (text) => void out.write(text),
    every(run) {
      const timer = setInterval(run, 120)
      return () => clearInterval(timer)
    }
  }
}

async function ask(question: string, { hidden } = { hidden: false }): Promise<string> {
  const silent = new Writable({ write: (_, __, done) => done() })
  if (hidden) process.stderr.write(question)
  const prompt = createInterface({ input: process.stdin, output: hidden ? silent : process.stderr, terminal: true })
  const answer = await prompt.question(hidden ? '' : question).finally(() => prompt.close())
  if (hidden) process.stderr.write('\n')
  return answer
}
