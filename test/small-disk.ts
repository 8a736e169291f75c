import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { afterwards } from './afterwards.ts'
import { runFile, temporaryFolder } from './embedded.ts'

export const isRoot = process.geteuid?.() === 0

/** A small file system of its own, or undefined where mounting is not allowed. */
export async function smallDisk(t: TestContext, megabytes: number): Promise<string | undefined> {
  if (!isRoot || process.platform !== 'linux') return undefined
  const folder = await temporaryFolder(t)
  const disk = join(folder, 'disk')
  await mkdir(disk)
  try {
    await runFile('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk])
  } catch {
    return undefined
  }
  afterwards(t, () => runFile('umount', [disk]))
  return disk
}
