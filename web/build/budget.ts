/** JavaScript a first visit downloads before it can act, in bytes of gzip. */
export const budgetBytes = 170_000

export type Chunk = { file: string; imports?: string[]; dynamicImports?: string[] }
/** Vite's manifest: source file → what it became. */
export type Manifest = Readonly<Record<string, Chunk>>

/** The pages a person starts on; each is measured with everything it needs. */
export const firstPages = [
  'client/pages/today/today-page.tsx',
  'client/pages/board/board-page.tsx',
  'client/pages/account/sign-in-page.tsx'
]
const entry = 'index.html'
/** One catalogue is loaded; German is the longer. */
const catalogue = 'messages/de.ts'

/** The files that a page loads before it can be used: the entry, one catalogue, the page, and all that these import. */
export function filesBeforeInteraction(manifest: Manifest, page: string): string[] {
  const wanted = [entry, catalogue, page]
  const seen = new Set<string>()
  while (wanted.length > 0) {
    const source = wanted.pop()
    const chunk = source === undefined ? undefined : manifest[source]
    if (source === undefined || seen.has(source)) continue
    if (chunk === undefined) throw new Error(`the manifest has no ${source}`)
    seen.add(source)
    wanted.push(...(chunk.imports ?? []))
  }
  return [...new Set([...seen].flatMap((source) => manifest[source]?.file ?? []))].filter((file) =>
    file.endsWith('.js')
  )
}
