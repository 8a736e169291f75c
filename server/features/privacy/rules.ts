/** How long an account can be kept after all. */
export const graceDays = 7
/** How long an archive waits to be downloaded. */
export const exportHours = 24
export const downloadMinutes = 15
/** What an archive may have at most, photos and papers included. */
export const exportLimitBytes = 20 * 1024 ** 3
