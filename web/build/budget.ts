/** JavaScript a first visit downloads before it can act, in bytes of gzip. */
export const budgetBytes = 170_000

export type Chunk = { file: string; imports?: string[]; css?: string[] }
/** Vite's manifest: source file → what it became. */
export type Manifest = Readonly<Record<string, Chunk>>

export const parts = ['base', 'entrance', 'daily', 'rest'] as const
type Part = (typeof parts)[number]
/** Its sources, the part of the catalogue it says, and the pattern of its address. */
export type FirstPage = { sources: readonly string[]; words: Part; pattern: string }

const shell = 'client/shell/shell.tsx'
/** The pages a person starts on; each is measured, and fetched ahead. */
export const firstPages: readonly FirstPage[] = [
  { sources: ['client/pages/today/today-page.tsx', shell], words: 'daily', pattern: '^/$' },
  { sources: ['client/pages/board/board-page.tsx', shell], words: 'daily', pattern: '^/(homes/[^/]+/)?board$' },
  { sources: ['client/pages/account/sign-in-page.tsx'], words: 'entrance', pattern: '^/sign-in$' }
]
const entry = 'index.html'

/** The module with a part of a language's catalogue. */
export function catalogue(language: 'en' | 'de', part: Part): string {
  return `messages/${language}/parts/${part}.ts`
}

/** The scripts that a page loads before it can be used: the entry, its words in German (the longer), and all that these import. */
export function filesBeforeInteraction(manifest: Manifest, { sources, words }: Omit<FirstPage, 'pattern'>): string[] {
  const said = [catalogue('de', 'base'), catalogue('de', words)]
  return filesOf(manifest, [entry, ...said, ...sources]).filter((file) => file.endsWith('.js'))
}

/** The files, styles included, that some sources need beyond those of the entry. */
export function filesBeyondEntry(manifest: Manifest, sources: readonly string[]): string[] {
  const known = new Set(filesOf(manifest, [entry]))
  return filesOf(manifest, sources).filter((file) => !known.has(file))
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
