import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export type WalledProgram = {
  /** The path of one of our own modules. */
  readonly program: string
  readonly argument?: string
  readonly input: Uint8Array
  readonly heapMegabytes: number
  /** When it is ended, finished or not. */
  readonly seconds: number
  /** Further flags of Node. */
  readonly flags?: readonly string[]
}
/** `code`: how it ended, null when it was ended; `said`: the end of what it wrote to its standard error. */
export type Ended = { readonly code: number | null; readonly output: Buffer; readonly said: string }

const root = fileURLToPath(new URL('../..', import.meta.url))
/** Wherever they were installed. */
const libraries = fileURLToPath(new URL('../..', import.meta.resolve('sharp')))

/**
 * What the process may: read honeyDue's own files and libraries, and compute. No network, no writing, no further process, no
 * environment; a bounded heap. Native code is not held by this model: what it meets there is one piece of work and a process
 * that ends with it.
 */
const walls = [
  '--permission',
  '--allow-addons',
  `--allow-fs-read=${root}`,
  `--allow-fs-read=${libraries}`,
  '--disable-warning=SecurityWarning',
  '--disable-warning=ExperimentalWarning'
]

/** Hands it the input, and waits for what it writes and how it ends. */
export function runWalled({
  program,
  argument,
  input,
  heapMegabytes,
  seconds,
  flags = []
}: WalledProgram): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const args = [...walls, `--max-old-space-size=${heapMegabytes}`, ...flags, program]
    const child = spawn(process.execPath, argument === undefined ? args : [...args, argument], {
      env: {},
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: seconds * 1000,
      killSignal: 'SIGKILL'
    })
    const output: Buffer[] = []
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)))
    child.stdin.on('error', () => {}) // it ended before it had read all: its exit code says why
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output: Buffer.concat(output), said }))
    child.stdin.end(input)
  })
}

/** Lets so many work at once; as many as `waiting` wait for their turn, and whoever comes then is refused with `busy`. */
export function turns({ atOnce, waiting, busy }: { atOnce: number; waiting: number; busy: () => Error }) {
  let running = 0
  const queue: (() => void)[] = []
  const enter = async (): Promise<void> => {
    if (running < atOnce) return void (running += 1)
    if (queue.length >= waiting) throw busy()
    await new Promise<void>((go) => queue.push(go))
  }
  const leave = (): void => {
    const next = queue.shift()
    if (next) next()
    else running -= 1
  }
  return async <T>(work: () => Promise<T>): Promise<T> => {
    await enter()
    return work().finally(leave)
  }
}
