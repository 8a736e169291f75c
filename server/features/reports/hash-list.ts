import { createHash } from 'node:crypto'
import type { ZipEntry } from '#server/platform/zip.ts'

/**
 * The entries, and after them `SHA256SUMS`: the hash of each in the format of coreutils, so that `sha256sum -c SHA256SUMS`
 * tells whether any was changed. Each is reckoned while it is written.
 */
export function withHashes(entries: readonly ZipEntry[]): ZipEntry[] {
  const lines: string[] = []
  const hashed = entries.map((entry) => ({
    ...entry,
    async *content() {
      const hash = createHash('sha256')
      for await (const chunk of entry.content()) {
        hash.update(chunk)
        yield chunk
      }
      lines.push(`${hash.digest('hex')}  ${entry.path}\n`)
    }
  }))
  return [...hashed, { path: 'SHA256SUMS', content: () => lines }]
}
