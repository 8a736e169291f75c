import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

/** Tells the service worker which files make up the shell, and gives it a word that changes with them. */
export function shellFiles(): Plugin {
  return {
    name: 'shell-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const worker = bundle['service-worker.js']
      if (worker?.type !== 'chunk') this.error('the service worker was not built')
      const names = Object.keys(bundle).toSorted()
      const files = ['/', '/boot.js', '/icons/mark.svg', ...names.filter(isOfShell).map((name) => `/${name}`)]
      const version = createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 12)
      worker.code = `const shellFiles=${JSON.stringify(files)},shellVersion=${JSON.stringify(version)};${worker.code}`
    }
  }
}

/** Everything a page is made of, so that every page opens without a connection; not what few browsers or names need. */
function isOfShell(name: string): boolean {
  return /^assets\/.*\.(js|css|woff2)$/.test(name) && !/latin-ext|\/global-/.test(name)
}
