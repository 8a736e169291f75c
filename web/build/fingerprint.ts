import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A hash over the names and contents of everything the client is built from. */
export async function fingerprint(root: string): Promise<string> {
  const found = await Promise.all(['web', 'contract'].map((folder) => sourcesBelow(root, folder)))
  const names = [...found.flat(), 'package-lock.json'].toSorted()
  const contents = await Promise.all(names.map((name) => readFile(join(root, name))))
  const hash = createHash('sha256')
  for (const [index, name] of names.entries())
    hash
      .update(`${name}\0`)
      .update(contents[index] ?? '')
      .update('\0')
  return hash.digest('hex')
}

async function sourcesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((name) => !name.startsWith(join('web', 'dist')) && !name.endsWith('.test.ts'))
}
