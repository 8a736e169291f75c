import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** A picture of one colour with a word in every block of metadata that the type has, a place on the map included. */
export async function picture(
  type: 'jpeg' | 'png' | 'webp',
  { width = 64, height = 48, word = '', orientation = 1 } = {}
): Promise<Buffer> {
  const plain = sharp({ create: { width, height, channels: 3, background: { r: 200, g: 120, b: 40 } } })
  const exif = {
    IFD0: { ImageDescription: word, Artist: word, Copyright: word, Make: word, Model: word },
    IFD2: { UserComment: word, MakerNote: word },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 8/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '11/1 34/1 0/1' }
  }
  const told = word === '' ? plain : plain.withExif(exif).withXmp(xmp(word)).withIccProfile('p3')
  const made = await told.withMetadata({ orientation }).toFormat(type).toBuffer()
  return word === '' ? made : withMore(type, made, word)
}

function xmp(word: string): string {
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="48,8.0N" exif:UserComment="${word}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

/** The blocks that sharp does not write: comments and IPTC of a JPEG, texts of a PNG, and whatever stands behind the end. */
function withMore(type: 'jpeg' | 'png' | 'webp', bytes: Buffer, word: string): Buffer {
  const behind = Buffer.from(`<script>${word}</script>`)
  if (type === 'webp') return bytes
  if (type === 'jpeg') {
    const comment = segment(0xfe, Buffer.from(word))
    const iptc = segment(
      0xed,
      Buffer.from(`Photoshop 3.0\u00008BIM\u0004\u0004\u0000\u0000\u0000\u0010${word}`, 'latin1')
    )
    return Buffer.concat([bytes.subarray(0, 2), comment, iptc, bytes.subarray(2), behind])
  }
  const texts = [chunk('tEXt', `Comment\u0000${word}`), chunk('iTXt', `XML\u0000\u0000\u0000\u0000\u0000${word}`)]
  return Buffer.concat([bytes.subarray(0, 33), ...texts, bytes.subarray(33), behind])
}

function segment(marker: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff]), content])
}

export function chunk(name: string, content: string | Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), Buffer.from(content)])
  const framed = Buffer.alloc(8)
  framed.writeUInt32BE(body.length - 4, 0)
  framed.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([framed.subarray(0, 4), body, framed.subarray(4)])
}

/** A PNG of a few hundred bytes whose header promises so many pixels. */
export function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1')
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', '')
  ])
}

/** 96 × 64 pixels from an encoder of HEIC, which there is none of here: half blue, half red, with a place on the map. */
export const heic = Buffer.from(
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAZdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAA' +
    'AAAERAAAIAAQAAAAABuwABAAAAAAAAAEAAAgAAAAAB+wABAAAAAAAAAJ4AAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVp' +
    'bmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGE' +
    'ABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAi' +
    'QAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAAQAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAAB' +
    'ppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAA5m1kYXQAAAA8KAGvWIrYDpJf//XIfI/D9P/rYY6NxbelX/Yfmv2HYRHdwaIIDSQkinW6kTF7JFBZ' +
    '8FokHVsldaj9WuB6AAAABkV4aWYAAE1NACoAAAAIAAIBDgACAAAABwAAACaIJQAEAAAAAQAAAC4AAAAAY2FuYXJ5AAAABAABAAIAAAACTgAAAA' +
    'ACAAUAAAADAAAAZAADAAIAAAACRQAAAAAEAAUAAAADAAAAfAAAAAAAAAAwAAAAAQAAAAgAAAABAAAAAAAAAAEAAAALAAAAAQAAACIAAAABAAAA' +
    'AAAAAAE=',
  'base64'
)

/** The smallest that a reader of PDF opens; `inside` stands in it as a comment. */
export function pdf(inside = ''): Buffer {
  return Buffer.from(
    `%PDF-1.4\n%${inside}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`
  )
}

/** A JPEG that does not get smaller: large for its pixels, or at quality 1 larger when it is drawn anew. */
export function noise(side: number, quality: number): Promise<Buffer> {
  const grain = { type: 'gaussian', mean: 128, sigma: 50 } as const
  const create = { width: side, height: side, channels: 3, background: 'white', noise: grain } as const
  return sharp({ create }).jpeg({ quality }).toBuffer()
}
