import { chown, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode, StartError } from '../start-error.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { runProgram } from './program.ts'
import { explain } from './server-messages.ts'

export type ClusterOptions = { dataFolder: string; binaries: Binaries; account: Account | undefined; durable: boolean }

/** The superuser of a cluster that we made; the product itself is no superuser. */
export const superuser = 'postgres'

export function clusterFolder(dataFolder: string): string {
  return join(dataFolder, 'postgres')
}

/** Makes the cluster on the first start; on later ones checks that it is one of this major version. */
export async function ensureCluster(options: ClusterOptions): Promise<void> {
  const folder = clusterFolder(options.dataFolder)
  const major = await clusterMajor(folder)
  if (major === undefined) await makeCluster(options)
  else requireMajor(folder, major, options.binaries.major)
}

/** How a server names its own cluster: through its working folder, when the parents of that may be closed to its account. */
export function clusterPath(folder: string, account: Account | undefined): string {
  return account && process.platform === 'linux' ? '/proc/self/cwd' : folder
}

/** Undefined when there is none. */
async function clusterMajor(folder: string): Promise<number | undefined> {
  try {
    return Number.parseInt(await readFile(join(folder, 'PG_VERSION'), 'utf8'), 10)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    const strangers = await readdir(folder).catch(() => [])
    if (strangers.length === 0) return undefined
    throw new StartError('data_unusable', `${folder} is not empty and holds no PostgreSQL data`, {
      hint: 'Choose another data folder, or move those files away.'
    })
  }
}

function requireMajor(folder: string, found: number, ours: number): void {
  if (found === ours) return
  throw new StartError(
    'data_unusable',
    `${folder} was made by PostgreSQL ${found}; this honeyDue brings PostgreSQL ${ours}`,
    {
      hint: `Dump it with a PostgreSQL ${found} (pg_dump) and restore into an empty data folder, or start the honeyDue that made it.`
    }
  )
}

const unfinishedPrefix = 'postgres.unfinished-'

/** Under another name until it is whole: a start that was cut short leaves nothing that looks like a cluster. */
async function makeCluster({ dataFolder, binaries, account, durable }: ClusterOptions): Promise<void> {
  await removeUnfinished(dataFolder)
  const unfinished = await mkdtemp(join(dataFolder, unfinishedPrefix))
  try {
    if (account) await chown(unfinished, account.uid, account.gid)
    await initialise(unfinished, binaries, { account, durable })
    await rename(unfinished, clusterFolder(dataFolder))
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
  await syncFolder(dataFolder)
}

/** A killed start's initdb may still be at work; it fails when its folder is gone, and ours has another name. */
async function removeUnfinished(dataFolder: string): Promise<void> {
  for (const name of (await readdir(dataFolder)).filter((entry) => entry.startsWith(unfinishedPrefix)))
    await rm(join(dataFolder, name), { recursive: true, force: true, maxRetries: 10 })
}

async function initialise(
  folder: string,
  binaries: Binaries,
  { account, durable }: Pick<ClusterOptions, 'account' | 'durable'>
): Promise<void> {
  const parameters = [
    `--pgdata=${clusterPath(folder, account)}`,
    `--username=${superuser}`,
    '--auth-local=trust', // whoever may enter the socket's folder is let in; see embedded.ts
    '--auth-host=reject',
    '--encoding=UTF8',
    '--locale=C',
    ...collation(binaries.major),
    '--data-checksums',
    ...(durable ? [] : ['--no-sync'])
  ]
  const end = await runProgram(join(binaries.folder, 'bin', 'initdb'), parameters, { account, cwd: folder })
  if (end.code !== 0) throw explain(end.output, `making the database in ${folder}`)
}

/** The builtin provider sorts by code point on every machine alike and never changes under an index. 16 has ICU only. */
function collation(major: number): string[] {
  return major >= 17
    ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    : ['--locale-provider=icu', '--icu-locale=und']
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync()
  await handle.close()
}
