/** JavaScript a first visit downloads before it can act, in bytes of gzip. */
export const budgetBytes = 170_000

export type Chunk = { file: string; imports?: string[]; css?: string[] }
/** Vite's manifest: source file → what it became. */
export type Manifest = Readonly<Record<string, Chunk>>

/** The pages a person starts on, by the pattern of their address; each is measured, and fetched ahead. */
export const firstPages = [
  { source: 'client/pages/today/today-page.tsx', pattern: '^/$' },
  { source: 'client/pages/board/board-page.tsx', pattern: '^/(homes/[^/]+/)?board$' },
  { source: 'client/pages/account/sign-in-page.tsx', pattern: '^/sign-in$' }
]
const entry = 'index.html'
/** One catalogue is loaded; German is the longer. */
const catalogue = 'messages/de.ts'

/** The scripts that a page loads before it can be used: the entry, one catalogue, the page, and all that these import. */
export function filesBeforeInteraction(manifest: Manifest, page: string): string[] {
  return filesOf(manifest, [entry, catalogue, page]).filter((file) => file.endsWith('.js'))
}

/** The files, styles included, that a source needs beyond those of the entry. */
export function filesBeyondEntry(manifest: Manifest, source: string): string[] {
  const known = new Set(filesOf(manifest, [entry]))
  return filesOf(manifest, [source]).filter((file) => !known.has(file))
}

/** The files of some sources and of everything they import, each once. */
function filesOf(manifest: Manifest, sources: readonly string[]): string[] {
  const wanted = [...sources]
  const seen = new Map<string, Chunk>()
  while (wanted.length > 0) {
    const source = wanted.pop() ?? ''
    const chunk = manifest[source]
    if (chunk === undefined) throw new Error(`the manifest has no ${source}`)
    if (!seen.has(source)) wanted.push(...(chunk.imports ?? []))
    seen.set(source, chunk)
  }
  return [...new Set([...seen.values()].flatMap(({ file, css = [] }) => [file, ...css]))]
}
