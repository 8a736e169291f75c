import { exit, memoryUsage, stderr, stdin, stdout } from 'node:process'
import { buffer } from 'node:stream/consumers'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { pdfLimits, refusals } from './pdf-rules.ts'
import { isEncrypted, readPdf } from './read-pdf.ts'

/**
 * Reads the one paper that comes in, and ends. Started by pdf-text.ts, which knows what the exit codes and the output mean.
 * The reading thread may be busy unpacking what never ends; this one watches what both of them take.
 */

type Read = { text: string; isCut: boolean }
type Answer = Read | { refusal: number; said: string }

async function watch(bytes: Buffer): Promise<void> {
  const reader = new Worker(new URL(import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: pdfLimits.heapMegabytes }
  })
  setInterval(() => {
    if (memoryUsage.rss() > pdfLimits.megabytes * 1024 ** 2) exit(refusals.tooMuch)
  }, 20)
  reader.on('message', (answer: Answer) => {
    if ('refusal' in answer) stderr.write(`${answer.said}\n`, () => exit(answer.refusal))
    else stdout.write(JSON.stringify(answer), () => exit(0))
  })
  reader.on('error', (error: Error) => stderr.write(`${error.message}\n`, () => exit(refusals.tooMuch))) // its heap is full
}

async function answerTo(bytes: Uint8Array): Promise<Answer> {
  try {
    return await readPdf(bytes)
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return { refusal: isEncrypted(error) ? refusals.encrypted : refusals.damaged, said }
  }
}

if (isMainThread) await watch(await buffer(stdin))
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
else parentPort?.postMessage(await answerTo(new Uint8Array(workerData as Uint8Array))) // what `watch` gives it
