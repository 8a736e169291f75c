import { homedir, hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { commandLine } from './command-line.ts'

process.exitCode = await commandLine(process.argv.slice(2), {
  say: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  stateFolder: join(homedir(), '.local', 'state', 'honeydue'),
  operator: `${userInfo().username}@${hostname()}`,
  now: Temporal.Now.instant
})
