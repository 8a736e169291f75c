import { hash } from 'node:crypto'

/**
 * A set of texts that only answers whether a text is in it: a binary fuse filter (Graf and Lemire, "Binary Fuse Filters",
 * 2022) with fingerprints of 16 bits. It never denies a member, takes about 18 bits a member, and says yes to one in 65 536
 * of all other texts. The bytes are a header (seed, segments, segment length: three uint32) and the fingerprints, all little-endian.
 */
export type FuseFilter = { has(text: string): boolean }

type Shape = { readonly seed: number; readonly segments: number; readonly segmentLength: number }

const headerBytes = 12
const fingerprintBytes = 2
/** Each text has one place in each of three neighbouring segments. */
const ways = 3

export function readFuseFilter(bytes: Buffer): FuseFilter {
  const shape = {
    seed: bytes.readUInt32LE(0),
    segments: bytes.readUInt32LE(4),
    segmentLength: bytes.readUInt32LE(8)
  }
  if (bytes.length !== bytesOf(shape)) throw new Error('not a binary fuse filter: its size contradicts its header')
  const at = (place: number) => bytes.readUInt16LE(headerBytes + place * fingerprintBytes)
  return {
    has(text) {
      const { fingerprint, places } = locate(text, shape)
      return (fingerprint ^ at(places[0]) ^ at(places[1]) ^ at(places[2])) === 0
    }
  }
}

/** The same bytes for the same texts, which must be distinct. */
export function makeFuseFilter(texts: readonly string[]): Buffer {
  for (let seed = 1; seed <= 100; seed += 1) {
    const bytes = tryFuseFilter(texts, { seed, ...segmentsFor(texts.length) })
    if (bytes) return bytes
  }
  throw new Error('no binary fuse filter could be made: is a text there twice?')
}

/** The sizes that the paper found for three ways. */
function segmentsFor(size: number): Omit<Shape, 'seed'> {
  const segmentLength = 2 ** Math.max(2, Math.floor(Math.log(Math.max(size, 2)) / Math.log(3.33) + 2.25))
  const room = size * Math.max(1.125, 0.875 + (0.25 * Math.log(1_000_000)) / Math.log(Math.max(size, 2)))
  return { segmentLength, segments: Math.max(1, Math.ceil(room / segmentLength) - ways + 1) }
}

/** Undefined when the texts cannot be told apart with this seed. */
function tryFuseFilter(texts: readonly string[], shape: Shape): Buffer | undefined {
  const located = texts.map((text) => locate(text, shape))
  const order = peel(located, placesIn(shape))
  if (!order) return undefined
  const bytes = Buffer.alloc(bytesOf(shape))
  bytes.writeUInt32LE(shape.seed, 0)
  bytes.writeUInt32LE(shape.segments, 4)
  bytes.writeUInt32LE(shape.segmentLength, 8)
  const fingerprints = new Uint16Array(placesIn(shape))
  // What was peeled last is settled first: its own place is then the only one of its three that nothing else depends on.
  for (const { index, place } of order.toReversed()) {
    const { fingerprint, places } = located[index] ?? missing()
    const others = places.filter((other) => other !== place)
    fingerprints[place] = others.reduce((value, other) => value ^ (fingerprints[other] ?? 0), fingerprint)
  }
  fingerprints.forEach((value, place) => bytes.writeUInt16LE(value, headerBytes + place * fingerprintBytes))
  return bytes
}

type Location = { readonly fingerprint: number; readonly places: readonly [number, number, number] }

/** Takes away, again and again, a text that has a place for itself alone; undefined when some are left. */
function peel(located: readonly Location[], size: number): { index: number; place: number }[] | undefined {
  const count = new Uint32Array(size)
  const indexes = new Uint32Array(size) // XOR of the texts at a place: with one text left, that text
  const toggle = (index: number, change: 1 | -1) => {
    for (const place of (located[index] ?? missing()).places) {
      count[place] = (count[place] ?? 0) + change
      indexes[place] = (indexes[place] ?? 0) ^ index
    }
  }
  located.forEach((_, index) => toggle(index, 1))
  const alone = Array.from(count.keys()).filter((place) => count[place] === 1)
  const order: { index: number; place: number }[] = []
  for (let place = alone.pop(); place !== undefined; place = alone.pop()) {
    if (count[place] !== 1) continue
    const index = indexes[place] ?? missing()
    order.push({ index, place })
    toggle(index, -1)
    for (const other of (located[index] ?? missing()).places) if (count[other] === 1) alone.push(other)
  }
  return order.length === located.length ? order : undefined
}

function locate(text: string, { seed, segments, segmentLength }: Shape): Location {
  const digest = hash('sha256', `${seed}:${text}`, 'buffer')
  const first = Math.floor((digest.readUInt32LE(0) / 2 ** 32) * segments)
  const place = (way: number) => (first + way) * segmentLength + (digest.readUInt32LE(4 + 4 * way) % segmentLength)
  return { fingerprint: digest.readUInt16LE(16), places: [place(0), place(1), place(2)] }
}

function placesIn({ segments, segmentLength }: Shape): number {
  return (segments + ways - 1) * segmentLength
}

function bytesOf(shape: Shape): number {
  return headerBytes + placesIn(shape) * fingerprintBytes
}

function missing(): never {
  throw new Error('unreachable: every index is of a text')
}
