import { readdirSync, readFileSync } from 'node:fs'

/**
 * CPU time, in milliseconds, that processes have used until now, all their threads. From the scheduler's own count in
 * nanoseconds (`/proc/<pid>/task/<tid>/schedstat`), not from the 10 ms ticks of `/proc/<pid>/stat`: ten backends that share a
 * second of work would each be off by a tick.
 */
export function cpuMilliseconds(pids: readonly number[]): number {
  return pids.flatMap(threadTimes).reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6
}

function threadTimes(pid: number): number[] {
  const folder = `/proc/${pid}/task`
  return readdirSync(folder).map((thread) =>
    Number(readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')[0])
  )
}

/** Resident memory of a process in MB, now. */
export function residentMegabytes(pid: number): number {
  const pages = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  return pages / 1024
}
