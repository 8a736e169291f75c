import { monitorEventLoopDelay } from 'node:perf_hooks'
import { limits } from './limits.ts'

export type Pressure = {
  /** Requests would wait longer than anybody waits: better to say so at once. */
  isTooHigh(): boolean
  stop(): void
}

/** Watches how late the event loop is, second by second. */
export function watchPressure(histogram = monitorEventLoopDelay({ resolution: 20 })): Pressure {
  let late = false
  histogram.enable()
  const timer = setInterval(() => {
    late = histogram.mean / 1e6 > limits.eventLoopMilliseconds
    histogram.reset()
  }, 1000).unref()
  return {
    isTooHigh: () => late,
    stop: () => {
      clearInterval(timer)
      histogram.disable()
    }
  }
}
