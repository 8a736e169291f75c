import { AsyncLocalStorage } from 'node:async_hooks'

/** The id of the job in which something is done, the same at each try; undefined outside of jobs. */
export const runningJob = new AsyncLocalStorage<string>()
