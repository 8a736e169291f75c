import { exit, stdin, stdout } from 'node:process'
import { buffer } from 'node:stream/consumers'
import { deserialize } from 'node:v8'
import { drawPaper, type SentPaper } from './draw-paper.ts'

/** Draws the one paper that comes in, and ends. Started by papers.ts. */
const sent = deserialize(await buffer(stdin)) as SentPaper // papers.ts sends nothing else
stdout.write(await drawPaper(sent), () => exit(0))
