import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scope } from './afterwards.ts'
import { temporaryFolder } from './embedded.ts'

export type MountedSecrets = {
  readonly folder: string
  /** All files of the volume anew, as the kubelet does it: a folder of their own, then one rename of the link `..data`. */
  publish(files: Readonly<Record<string, string>>): Promise<void>
}

/** A volume of secrets as Kubernetes mounts it: each file a link through `..data` into a folder named by its time. */
export async function mountedSecrets(scope: Scope, files: Readonly<Record<string, string>>): Promise<MountedSecrets> {
  const folder = await temporaryFolder(scope)
  let version = 0
  const publish: MountedSecrets['publish'] = async (next) => {
    const [former, current] = [`..2026_${version}`, `..2026_${++version}`]
    await mkdir(join(folder, current))
    for (const [name, text] of Object.entries(next)) {
      await writeFile(join(folder, current, name), text, { mode: 0o600 })
      await symlink(join('..data', name), join(folder, name)).catch(() => {}) // it is there from the start
    }
    await symlink(current, join(folder, '..data_tmp'))
    await rename(join(folder, '..data_tmp'), join(folder, '..data'))
    await rm(join(folder, former), { recursive: true, force: true })
  }
  await publish(files)
  return { folder, publish }
}
