import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Says in index.html what each script and style file must be, so that a browser refuses another one (Subresource Integrity). */
export async function addIntegrity(output: string): Promise<void> {
  const file = join(output, 'index.html')
  const html = await readFile(file, 'utf8')
  const paths = new Set([...html.matchAll(loaded)].map(({ groups }) => groups?.['path'] ?? ''))
  const hashes = new Map(
    await Promise.all([...paths].map(async (path) => [path, await hashOf(join(output, path))] as const))
  )
  await writeFile(
    file,
    html.replaceAll(loaded, (tag, ...found) => {
      const { path = '' } = found.at(-1) as { path?: string } // the groups come last
      return `${tag} integrity="${hashes.get(path)}"`
    })
  )
}

/** Scripts, style sheets and modules fetched ahead, up to their address. */
const loaded =
  /<(?:script|link rel="(?:stylesheet|modulepreload)")(?: type="module")?(?: crossorigin)? (?:src|href)="(?<path>\/[^"]+)"/g

/** The hash of a file as Subresource Integrity writes it. */
export async function hashOf(file: string): Promise<string> {
  return `sha384-${createHash('sha384')
    .update(await readFile(file))
    .digest('base64')}`
}
