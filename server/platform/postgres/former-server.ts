import { StartError } from '../start-error.ts'
import { end } from './ending.ts'
import type { Holder } from './folder-lock.ts'
import { isServerOf, readPidFile } from './pid-file.ts'

/**
 * Deals with the postmaster.pid that a former start has left, while the folder is ours by its lock: stops the server when it
 * still runs and was started by us, refuses when somebody else did, and returns the id when it means nothing any more.
 */
export async function settleFormer(cluster: string, former: Holder | undefined): Promise<number | undefined> {
  const file = await readPidFile(cluster)
  if (!file) return undefined
  const { pid, socketFolder } = file
  if (!(await isServerOf(cluster, { pid, socketFolder }))) return pid
  if (socketFolder !== former?.runFolder) {
    throw new StartError('data_in_use', `another PostgreSQL server, process ${pid}, runs on ${cluster}`, {
      hint: 'It was not started by honeyDue. Stop it first.'
    })
  }
  const gone = async (): Promise<boolean> => !(await isServerOf(cluster, { pid, socketFolder }))
  await end((signal) => process.kill(pid, signal), gone)
  if (await gone()) return pid
  throw new StartError('data_in_use', `the database server of a former start, process ${pid}, does not end`, {
    hint: 'It waits for something that does not come, such as a network disk. End it, then start again.'
  })
}
