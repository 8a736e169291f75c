import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

type Emitted = {
  fileName: string
  imports?: string[] | undefined
  isEntry?: boolean | undefined
  name?: string | undefined
}

/** Tells the service worker which files make up the shell, and gives it a word that changes with them. */
export function shellFiles(): Plugin {
  return {
    name: 'shell-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const worker = bundle['service-worker.js']
      if (worker?.type !== 'chunk') this.error('the service worker was not built')
      const emitted: Emitted[] = Object.values(bundle)
      const files = ['/', '/theme.js', ...shellOf(emitted).map((name) => `/${name}`)]
      const all = emitted.map((file) => file.fileName).toSorted()
      const version = createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 12)
      worker.code = `const shellFiles=${JSON.stringify(files)},shellVersion=${JSON.stringify(version)};${worker.code}`
    }
  }
}

/** The entry and what it imports at once, both catalogues, the styles and the Latin font. */
function shellOf(emitted: readonly Emitted[]): string[] {
  const entry = emitted.find((file) => file.isEntry === true && file.name === 'client')
  const scripts = [entry?.fileName ?? '', ...(entry?.imports ?? [])]
  const others = emitted
    .map((file) => file.fileName)
    .filter((name) => /assets\/((en|de|client|today-page)-.*\.(js|css)|figtree-latin-wght-normal.*\.woff2)$/.test(name))
  return [...new Set([...scripts, ...others])].filter((name) => name !== '')
}
