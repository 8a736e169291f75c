import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { runWalled, turns } from '#server/platform/walled-process.ts'
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
/**
 * A process of its own for each picture, as many at a time as half the cores: what a picture does to its decoder, it does to
 * nobody else.
 */
export function pictures({
  seconds = pictureLimits.seconds,
  waiting = 20
}: { seconds?: number; waiting?: number } = {}): Pictures {
  const inTurn = turns({
    atOnce: Math.max(1, Math.floor(availableParallelism() / 2)),
    waiting,
    busy: () => new PicturesBusy('as many pictures as can wait are waiting')
  })
  return { redraw: (bytes, type) => inTurn(() => run(bytes, type, seconds)) }
}

async function run(input: Buffer, type: PictureType, seconds: number): Promise<Redrawn> {
  const flags = [`--wasm-max-mem-pages=${pictureLimits.wasmPages}`]
  const { code, output, said } = await runWalled({ program, argument: type, input, heapMegabytes: 128, seconds, flags })
  if (code === 0) return unpack(output)
  throw new PictureError(code === refusals.tooLarge ? 'too_large' : 'damaged', said)
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
