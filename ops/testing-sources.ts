import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The runbook's files below a folder, as an operator has them. */
export async function putSources(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text, { mode: 0o600 })
  }
}
