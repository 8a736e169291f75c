import { argv, exit, stdin, stdout } from 'node:process'
import { buffer } from 'node:stream/consumers'
import { refusals, type PictureType, type Redrawn } from './picture-rules.ts'
import { redraw, TooLarge } from './redraw.ts'

/** Draws the one picture that comes in, and ends. Started by pictures.ts, which knows what the exit codes and bytes mean. */

function pack({ picture, thumbnail, width, height }: Redrawn): Buffer {
  const head = Buffer.alloc(16)
  for (const [index, number] of [picture.length, thumbnail.length, width, height].entries())
    head.writeUInt32BE(number, index * 4)
  return Buffer.concat([head, picture, thumbnail])
}

try {
  const drawn = await redraw(await buffer(stdin), argv[2] as PictureType) // pictures.ts gives no other
  stdout.write(pack(drawn), () => exit(0))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  exit(error instanceof TooLarge ? refusals.tooLarge : refusals.damaged)
}
