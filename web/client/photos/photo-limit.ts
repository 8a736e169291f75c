/** As many as a completion can have (contract/completions.ts, whose values do not exist in the browser). */
export const photoLimit = 10
