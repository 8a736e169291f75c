import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashOf } from './integrity.ts'

/** Tells the service worker in `output` which files make up the shell, what each must be, and a word that changes with them. */
export async function nameShellFiles(output: string): Promise<void> {
  const names = (await readdir(output, { recursive: true })).filter(isOfShell).toSorted()
  const files = await Promise.all(
    names.map(async (name) => [name === 'index.html' ? '/' : `/${name}`, await hashOf(join(output, name))] as const)
  )
  const list = JSON.stringify(files)
  const version = createHash('sha256').update(list).digest('hex').slice(0, 12)
  const worker = join(output, 'service-worker.js')
  const code = await readFile(worker, 'utf8')
  await writeFile(worker, `const shellFiles=${list},shellVersion=${JSON.stringify(version)};${code}`)
}

const others = new Set([
  'index.html',
  'boot.js',
  'manifest.webmanifest',
  'icons/mark.svg',
  'icons/icon-192.png',
  'icons/apple-touch-icon.png'
])

/** Everything a page is made of, so that every page opens without a connection; not what few browsers or names need. */
function isOfShell(name: string): boolean {
  return others.has(name) || (/^assets\/.*\.(js|css|woff2)$/.test(name) && !/latin-ext|\/global-/.test(name))
}
