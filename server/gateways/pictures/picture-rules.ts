export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic'
export type Redrawn = {
  /** Of the same type, but JPEG for HEIC. */
  readonly picture: Buffer
  /** WebP. */
  readonly thumbnail: Buffer
  readonly width: number
  readonly height: number
}

export const pictureLimits = {
  pixels: 40_000_000,
  /** The longer side of what comes in, of what is kept, and of its thumbnail. */
  side: 12_000,
  keptSide: 4096,
  thumbnailSide: 480,
  seconds: 25,
  /** 64 kB each: what 40 megapixels of HEIC need. */
  wasmPages: 12_000
} as const

/** How redraw-process.ts ends when it has nothing drawn. */
export const refusals = { damaged: 65, tooLarge: 66 } as const
