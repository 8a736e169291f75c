import sharp, { type Sharp } from 'sharp'
import { decodeHeic } from './decode-heic.ts'
import { pictureLimits, type PictureType, type Redrawn } from './picture-rules.ts'

export class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

/** The only decoders there are: libvips knows many more, and each is code that strangers could reach. */
const loaders = ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer']
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: loaders })
sharp.cache(false)
sharp.concurrency(1)

const careful = { limitInputPixels: pictureLimits.pixels, failOn: 'warning', sequentialRead: true, pages: 1 } as const

/**
 * The pixels of the first frame, upright, in sRGB and no larger than is worth keeping; everything else in the file is left
 * behind, since only pixels go on. Throws TooLarge, or whatever a decoder throws.
 */
export async function redraw(bytes: Buffer, type: PictureType): Promise<Redrawn> {
  const source = type === 'image/heic' ? await pixelsOf(bytes) : await pictureOf(bytes, type)
  const { keptSide, thumbnailSide } = pictureLimits
  const upright = source.autoOrient().resize({ ...within(keptSide) })
  const { data: picture, info } = await encoded(upright, type).toBuffer({ resolveWithObject: true })
  const thumbnail = await sharp(picture).resize(within(thumbnailSide)).webp({ quality: 75 }).toBuffer()
  return { picture, thumbnail, width: info.width, height: info.height }
}

function within(side: number) {
  return { width: side, height: side, fit: 'inside', withoutEnlargement: true } as const
}

function encoded(picture: Sharp, type: PictureType): Sharp {
  if (type === 'image/png') return picture.png()
  return type === 'image/webp' ? picture.webp({ quality: 85 }) : picture.jpeg({ quality: 85 })
}

/** Its header has been read and nothing else: what is too large is not decoded. */
async function pictureOf(bytes: Buffer, type: PictureType): Promise<Sharp> {
  const { width, height, format } = await sharp(bytes, { ...careful, limitInputPixels: false }).metadata()
  refuseTooLarge({ width, height })
  if (`image/${format}` !== type) throw new Error(`it is ${format}`)
  return sharp(bytes, careful)
}

async function pixelsOf(bytes: Buffer): Promise<Sharp> {
  const { data, width, height } = await decodeHeic(bytes, refuseTooLarge)
  return sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: pictureLimits.pixels }).flatten({
    background: 'white'
  })
}

function refuseTooLarge({ width, height }: { width: number; height: number }): void {
  const { pixels, side } = pictureLimits
  if (width > side || height > side || width * height > pixels) throw new TooLarge(`${width} × ${height} pixels`)
}
