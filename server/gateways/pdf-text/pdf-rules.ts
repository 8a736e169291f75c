export const pdfLimits = {
  pages: 300,
  /** Of the text that is kept. */
  characters: 100_000,
  seconds: 20,
  /** Of the whole process; of JavaScript's heap in it. */
  megabytes: 512,
  heapMegabytes: 256
} as const

/** How read-pdf-process.ts ends when it has no text. */
export const refusals = { damaged: 65, encrypted: 66, tooMuch: 67 } as const
