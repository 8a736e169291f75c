import { createRequire } from 'node:module'

/** What of libheif-js is used here; it brings no types of its own for it. */
type Image = {
  get_width(): number
  get_height(): number
  is_primary(): boolean
  display(target: Pixels, done: (drawn: Pixels | null) => void): void
}
type Libheif = { HeifDecoder: new () => { decode(bytes: Buffer): Image[] } }
export type Pixels = { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number }

/** RGBA of the primary image, upright as the file says; `check` sees its size before it is decoded. */
export async function decodeHeic(
  bytes: Buffer,
  check: (size: { width: number; height: number }) => void
): Promise<Pixels> {
  const { HeifDecoder } = createRequire(import.meta.url)('libheif-js/wasm-bundle') as Libheif // 2 MB: only where it is needed
  const images = new HeifDecoder().decode(bytes)
  const image = images.find((each) => each.is_primary()) ?? images[0]
  if (!image) throw new Error('no image in it')
  const size = { width: image.get_width(), height: image.get_height() }
  check(size)
  const target = { ...size, data: new Uint8ClampedArray(size.width * size.height * 4) }
  return new Promise((resolve, reject) => {
    image.display(target, (drawn) => (drawn ? resolve(drawn) : reject(new Error('it cannot be decoded'))))
  })
}
