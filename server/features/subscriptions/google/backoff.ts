const longestMinutes = 60

/** When to try again what has failed so often before: after one minute, two, four, and at last every hour. */
export function pauseAfter(attempts: number, now: Temporal.Instant): Temporal.Instant {
  return now.add({ minutes: Math.min(longestMinutes, 2 ** Math.min(attempts, 10)) })
}
