import { constants, deflateRawSync, deflateSync } from 'node:zlib'

/** A PDF whose pages show these lines. */
export function textPdf(pages: readonly (readonly string[])[]): Buffer {
  const contents = pages.map((lines) => {
    const shown = lines.map((line) => `(${line.replaceAll(/[\\()]/g, '\\$&')}) Tj T*`).join('\n')
    return Buffer.from(`BT /F1 12 Tf 14 TL 50 750 Td\n${shown}\nET`, 'latin1')
  })
  return pagesOf(contents.map((content) => stream(content)))
}

/** A page of a few kilobytes that would become two gigabytes. */
export function bombPdf(): Buffer {
  const zeros = deflateRawSync(Buffer.alloc(64 * 1024 ** 2), { finishFlush: constants.Z_SYNC_FLUSH })
  const repeated = Buffer.concat([Buffer.from([0x78, 0x9c]), ...Array.from({ length: 32 }, () => zeros)])
  return pagesOf([stream(deflateSync(repeated), '/Filter [/FlateDecode /FlateDecode]')])
}

/** One that asks for a password. */
export function encryptedPdf(): Buffer {
  const text = '5'.repeat(64)
  const encryption = `<</Filter /Standard /V 1 /R 2 /O <${text}> /U <${text}> /P -4>>`
  return file(
    [...objectsOf([stream(Buffer.from('BT ET'))]), encryption],
    (last) => `/Encrypt ${last} 0 R /ID [<00> <00>]`
  )
}

/** One whose pages each lead to the next for ever. */
export function circularPdf(): Buffer {
  return file(['<</Type /Catalog /Pages 2 0 R>>', '<</Type /Pages /Kids [2 0 R] /Count 1>>'])
}

type Part = string | Buffer

function stream(content: Buffer, entries = ''): Buffer {
  return Buffer.concat([
    Buffer.from(`<</Length ${content.length} ${entries}>>\nstream\n`),
    content,
    Buffer.from('\nendstream')
  ])
}

function pagesOf(contents: readonly Buffer[]): Buffer {
  return file(objectsOf(contents))
}

function objectsOf(contents: readonly Buffer[]): Part[] {
  const kids = contents.map((_, index) => `${4 + index * 2} 0 R`).join(' ')
  return [
    '<</Type /Catalog /Pages 2 0 R>>',
    `<</Type /Pages /Kids [${kids}] /Count ${contents.length}>>`,
    '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>',
    ...contents.flatMap((content, index) => [
      `<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources <</Font <</F1 3 0 R>>>> /Contents ${5 + index * 2} 0 R>>`,
      content
    ])
  ]
}

/** `trailer`: what it says besides, given the number of the last object. */
function file(objects: readonly Part[], trailer: (last: number) => string = () => ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  for (const [index, object] of objects.entries()) {
    const body = Buffer.isBuffer(object) ? object : Buffer.from(object)
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')])
    offsets.push(length)
    length += part.length
    parts.push(part)
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer <</Size ${size} /Root 1 0 R ${trailer(objects.length)}>>\nstartxref\n${length}\n%%EOF\n`
  return Buffer.concat([...parts, Buffer.from(end)])
}
