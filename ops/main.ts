import { homedir, hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { setTimeout } from 'node:timers/promises'
import { commandLine } from './command-line.ts'

process.exitCode = await commandLine(process.argv.slice(2), {
  say: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  stateFolder: join(homedir(), '.local', 'state', 'honeydue'),
  operator: `${userInfo().username}@${hostname()}`,
  now: Temporal.Now.instant,
  // The kubelet brings a new value to a pod within a minute or so.
  pause: (times) => setTimeout(1000, times < 120),
  ask: process.stdin.isTTY ? ask : undefined
})

async function ask(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  return prompt.question(question).finally(() => prompt.close())
}
