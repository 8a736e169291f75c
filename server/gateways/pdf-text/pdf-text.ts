import { fileURLToPath } from 'node:url'
import { runWalled, turns } from '#server/platform/walled-process.ts'
import { pdfLimits, refusals } from './pdf-rules.ts'

/** `too_much`: of time, memory or work; `damaged`: everything else that cannot be read. */
export type PdfText =
  | { readonly outcome: 'read'; readonly text: string; readonly isCut: boolean }
  | { readonly outcome: 'encrypted' | 'damaged' | 'too_much' }

export type PdfReader = {
  /** The words of a PDF. */
  read(bytes: Buffer): Promise<PdfText>
}

const program = fileURLToPath(new URL('./read-pdf-process.ts', import.meta.url))

/** A process of its own for each PDF, one at a time: nobody waits for words to search. */
export function pdfReader({ seconds = pdfLimits.seconds }: { seconds?: number } = {}): PdfReader {
  const inTurn = turns({ atOnce: 1, waiting: 100, busy: () => new Error('as many PDFs as can wait are waiting') })
  return { read: (bytes) => inTurn(() => read(bytes, seconds)) }
}

async function read(input: Buffer, seconds: number): Promise<PdfText> {
  const { heapMegabytes } = pdfLimits
  const { code, output } = await runWalled({ program, input, heapMegabytes, seconds, flags: ['--allow-worker'] })
  if (code === 0) return { outcome: 'read', ...(JSON.parse(output.toString()) as { text: string; isCut: boolean }) } // what the program writes
  if (code === refusals.encrypted) return { outcome: 'encrypted' }
  return { outcome: code === refusals.damaged ? 'damaged' : 'too_much' }
}
