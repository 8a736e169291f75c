import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { pictureLimits, refusals, type PictureType, type Redrawn } from './picture-rules.ts'

export type { PictureType, Redrawn } from './picture-rules.ts'

export type Pictures = {
  /** The picture drawn anew, without whatever else was in the file. Throws PictureError or PicturesBusy. */
  redraw(bytes: Buffer, type: PictureType): Promise<Redrawn>
}

/** `too_large`: more pixels than are drawn; `damaged`: everything else that cannot be drawn. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
  readonly problem: 'damaged' | 'too_large'

  constructor(problem: PictureError['problem'], cause?: unknown) {
    super(`the picture is ${problem}`, { cause })
    this.problem = problem
  }
}

/** As many pictures as can wait are waiting. */
export class PicturesBusy extends Error {
  override readonly name = 'PicturesBusy'
}

const program = fileURLToPath(new URL('./redraw-process.ts', import.meta.url))
const root = fileURLToPath(new URL('../../..', import.meta.url))
/** Wherever they were installed. */
const libraries = fileURLToPath(new URL('../..', import.meta.resolve('sharp')))

/**
 * What the process may: read honeyDue's own files and libraries, and compute. No network, no writing, no further process, no
 * environment; a bounded heap. The decoders are native code, which this model does not hold: what they meet there is one
 * picture and a process that ends with it.
 */
const walls = [
  '--permission',
  '--allow-addons',
  `--allow-fs-read=${root}`,
  `--allow-fs-read=${libraries}`,
  '--max-old-space-size=128',
  `--wasm-max-mem-pages=${pictureLimits.wasmPages}`,
  '--disable-warning=SecurityWarning',
  '--disable-warning=ExperimentalWarning'
]

/**
 * A process of its own for each picture, as many at a time as half the cores: what a picture does to its decoder, it does to
 * nobody else.
 */
export function pictures({
  seconds = pictureLimits.seconds,
  waiting = 20
}: { seconds?: number; waiting?: number } = {}): Pictures {
  const atOnce = Math.max(1, Math.floor(availableParallelism() / 2))
  let running = 0
  const queue: (() => void)[] = []
  const turn = async (): Promise<void> => {
    if (running < atOnce) return void (running += 1)
    if (queue.length >= waiting) throw new PicturesBusy('as many pictures as can wait are waiting')
    await new Promise<void>((go) => queue.push(go))
  }
  const leave = (): void => {
    const next = queue.shift()
    if (next) next()
    else running -= 1
  }
  return {
    async redraw(bytes, type) {
      await turn()
      return run(bytes, type, seconds).finally(leave)
    }
  }
}

function run(bytes: Buffer, type: PictureType, seconds: number): Promise<Redrawn> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...walls, program, type], {
      env: {},
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: seconds * 1000,
      killSignal: 'SIGKILL'
    })
    const drawn: Buffer[] = []
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => drawn.push(chunk))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)))
    child.stdin.on('error', () => {}) // it ended before it had read all: its exit code says why
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) return resolve(unpack(Buffer.concat(drawn)))
      reject(new PictureError(code === refusals.tooLarge ? 'too_large' : 'damaged', said))
    })
    child.stdin.end(bytes)
  })
}

/** The other side of `pack` in redraw-process.ts. */
function unpack(packed: Buffer): Redrawn {
  const [length, small] = [packed.readUInt32BE(0), packed.readUInt32BE(4)]
  return {
    width: packed.readUInt32BE(8),
    height: packed.readUInt32BE(12),
    picture: packed.subarray(16, 16 + length),
    thumbnail: packed.subarray(16 + length, 16 + length + small)
  }
}
