import { fileURLToPath } from 'node:url'
import { serialize } from 'node:v8'
import { runWalled, turns } from '#server/platform/walled-process.ts'
import type { Paper } from './paper.ts'

export type { Bar, Block, Paper, PaperPhoto } from './paper.ts'

export type Papers = {
  /** The paper as a PDF: tagged for readers that speak, fonts in it, plots as vectors. Throws PapersBusy. */
  draw(paper: Paper): Promise<Buffer>
}

/** As many papers as can wait are waiting. */
export class PapersBusy extends Error {
  override readonly name = 'PapersBusy'
}

const program = fileURLToPath(new URL('./draw-process.ts', import.meta.url))

/** A process of its own for each paper, one at a time: reckoning lines and fonts would hold up everybody else's requests. */
export function papers({ seconds = 60, waiting = 20 }: { seconds?: number; waiting?: number } = {}): Papers {
  const inTurn = turns({ atOnce: 1, waiting, busy: () => new PapersBusy('as many papers as can wait are waiting') })
  return {
    draw: (paper) =>
      inTurn(async () => {
        const input = serialize({ ...paper, madeAt: paper.madeAt.epochMilliseconds })
        const { code, output, said } = await runWalled({ program, input, heapMegabytes: 256, seconds })
        if (code !== 0) throw new Error(`the paper was not drawn (${code}): ${said}`)
        return output
      })
  }
}
