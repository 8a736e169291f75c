import { inflateRawSync } from 'node:zlib'

/** The files of an archive by path, as text. */
export function unzip(archive: Buffer): Map<string, string> {
  return new Map(Array.from(unzipBytes(archive), ([path, bytes]) => [path, bytes.toString('utf8')]))
}

/** The files by path, read from its central directory (APPNOTE 4.3.12); sizes below 4 GB only. */
export function unzipBytes(archive: Buffer): Map<string, Buffer> {
  const end = archive.lastIndexOf(Buffer.from('PK\u0005\u0006'))
  const files = new Map<string, Buffer>()
  let at = archive.readUInt32LE(end + 16)
  for (let count = archive.readUInt16LE(end + 10); count > 0; count--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset))
    const name = archive.toString('utf8', at + 46, at + 46 + (nameLength ?? 0))
    files.set(name, contentAt(archive, archive.readUInt32LE(at + 42), archive.readUInt32LE(at + 20)))
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0)
  }
  return files
}

function contentAt(archive: Buffer, at: number, size: number): Buffer {
  const start = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28)
  const bytes = archive.subarray(start, start + size)
  return archive.readUInt16LE(at + 8) === 0 ? bytes : inflateRawSync(bytes)
}
