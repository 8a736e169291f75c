import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { bomb, heic, picture } from '#test/picture.ts'
import { PictureError, pictures, PicturesBusy, type PictureType } from './pictures.ts'

const draw = pictures()
const word = 'kanarienvogel'

// ASVS 14.2.8
for (const type of ['jpeg', 'png', 'webp'] as const) {
  test(`a ${type} keeps its pixels and its type, and nothing of what was written into it`, async () => {
    const given = await picture(type, { word })
    assert.ok(given.includes(word))
    const drawn = await draw.redraw(given, `image/${type}`)
    assert.deepEqual([drawn.width, drawn.height], [64, 48])
    await assertBare(drawn.picture, type)
    await assertBare(drawn.thumbnail, 'webp')
    const { channels } = await sharp(drawn.picture).stats()
    assert.ok(Math.abs((channels[0]?.mean ?? 0) - 200) < 20, 'the colour is about what it was')
  })
}

async function assertBare(bytes: Buffer, format: string): Promise<void> {
  for (const told of [word, 'GPS', 'Exif', 'xpacket', '<script', 'Photoshop'])
    assert.equal(bytes.includes(told), false, `${told} in ${format}`)
  const metadata = await sharp(bytes).metadata()
  assert.equal(metadata.format, format)
  const blocks = [metadata.exif, metadata.xmp, metadata.iptc, metadata.icc, metadata.orientation, metadata.comments]
  assert.deepEqual(
    blocks,
    blocks.map(() => undefined)
  )
}

test('a HEIC becomes a JPEG without its place on the map', async () => {
  assert.ok(heic.includes('Exif'))
  const drawn = await draw.redraw(heic, 'image/heic')
  assert.deepEqual([drawn.width, drawn.height], [96, 64])
  await assertBare(drawn.picture, 'jpeg')
  const { data } = await sharp(drawn.picture).raw().toBuffer({ resolveWithObject: true })
  const [left, right] = [data.subarray(0, 3), data.subarray(95 * 3, 96 * 3)]
  assert.ok((left[2] ?? 0) > 150 && (right[0] ?? 0) > 150, 'blue to the left, red to the right')
})

test('a picture that lies on its side is kept upright, a large one smaller, its thumbnail smaller still', async () => {
  const lying = await draw.redraw(await picture('jpeg', { orientation: 6 }), 'image/jpeg')
  assert.deepEqual([lying.width, lying.height], [48, 64])
  const large = await draw.redraw(await picture('jpeg', { width: 6000, height: 1500 }), 'image/jpeg')
  assert.deepEqual([large.width, large.height], [4096, 1024])
  const { width, height } = await sharp(large.thumbnail).metadata()
  assert.deepEqual([width, height], [480, 120])
})

test('a small file that would become a large picture is refused by its header', async () => {
  for (const [width, height] of [
    [8000, 5001],
    [12_001, 10],
    [60_000, 60_000]
  ] as const) {
    const given = bomb(width, height)
    assert.ok(given.length < 1000)
    await assert.rejects(draw.redraw(given, 'image/png'), { problem: 'too_large' }, `${width} × ${height}`)
  }
})

test('what is cut, spoiled, empty, of another type or no picture at all is refused, and the next one is drawn', async () => {
  const [jpeg, png] = [await picture('jpeg'), await picture('png')]
  const refused: [Buffer, PictureType][] = [
    [jpeg.subarray(0, jpeg.length / 2), 'image/jpeg'],
    [png.subarray(0, png.length - 20), 'image/png'],
    [heic.subarray(0, heic.length / 2), 'image/heic'],
    [Buffer.alloc(0), 'image/jpeg'],
    [png, 'image/jpeg'],
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'image/png'],
    [Buffer.from('GIF89a'), 'image/webp']
  ]
  for (const [bytes, type] of refused)
    await assert.rejects(draw.redraw(bytes, type), { problem: 'damaged' }, `${bytes.length} bytes of ${type}`)
  assert.equal((await draw.redraw(png, 'image/png')).width, 64)
})

test('one that takes too long is ended, and of too many the last is told to wait', async () => {
  const given = await picture('png')
  await assert.rejects(pictures({ seconds: 0.001 }).redraw(given, 'image/png'), PictureError)
  const narrow = pictures({ waiting: 0 })
  const answers = await Promise.allSettled(Array.from({ length: 40 }, () => narrow.redraw(given, 'image/png')))
  const drawn = answers.filter(({ status }) => status === 'fulfilled').length
  const reasons = answers.flatMap((answer): unknown[] => (answer.status === 'rejected' ? [answer.reason] : []))
  assert.ok(drawn >= 1 && reasons.length === 40 - drawn)
  assert.ok(reasons.every((reason) => reason instanceof PicturesBusy))
})
