import type { FileType } from '#contract/files.ts'

/** What a file may be before it is drawn anew. */
export type SourceType = FileType | 'image/heic'

/** What has to be there of a file to tell what it is. */
export const signatureBytes = 32

/** By its first bytes and nothing else: neither its name nor what somebody calls it. Undefined for what is not accepted. */
export function typeOf(start: Uint8Array): SourceType | undefined {
  return (Object.entries(signatures) as [SourceType, Signature][]).find(([, fits]) => fits(latin(start)))?.[0] // its keys
}

type Signature = (start: string) => boolean
const signatures: Readonly<Record<SourceType, Signature>> = {
  'image/jpeg': (start) => start.startsWith('\u00ff\u00d8\u00ff'),
  'image/png': (start) => start.startsWith('\u0089PNG\r\n\u001a\n'),
  'image/webp': (start) => start.startsWith('RIFF') && start.startsWith('WEBPVP8', 8),
  'image/heic': (start) => start.startsWith('ftyp', 4) && heicBrands.has(start.slice(8, 12)),
  'application/pdf': (start) => /^%PDF-[12]\.\d/.test(start)
}
/** ISO/IEC 23008-12, annex B; `mif1` is also what phones call theirs. */
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'mif1'])

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).subarray(0, signatureBytes).toString('latin1')
}

/** A PDF is kept as it is; that its end is there shows that it is whole. */
export function isWholePdf(bytes: Buffer): boolean {
  return bytes.subarray(-1024).includes('%%EOF')
}

/** The last part of a path, of whatever system it came from; null for none. */
export function nameOf(given: string | undefined): string | null {
  const name = given?.split(/[/\\]/).at(-1)?.trim() ?? ''
  return /^\.*$/.test(name) ? null : name
}

const extensions: Readonly<Record<FileType, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf'
}

export function extensionOf(type: FileType): string {
  return extensions[type]
}

/** What a file is saved as: nothing that somebody wrote stands in a header. */
export function savedName(type: FileType, createdAt: string): string {
  return `honeydue-${createdAt.slice(0, 10)}.${extensions[type]}`
}

/** Hours that an upload may take, and that a file may wait for what it is attached to. */
export const patience = { uploadHours: 24, unattachedHours: 24, finishMinutes: 30 } as const

export type StorageLimits = { readonly homeBytes: number; readonly personBytes: number }
