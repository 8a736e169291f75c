/** As many tasks as one request creates. */
export const bulkLimit = 50
/** As long as a title may be. */
const titleLimit = 200

export type BulkLines = { titles: string[]; tooMany: boolean; tooLong: string | undefined }

/** One title for each line that says something; list marks, numbers and boxes in front are taken away. */
export function linesOf(text: string): BulkLines {
  const titles = text
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/^\s*(?:[-*•–]|\d+[.)])?\s*(?:\[[ xX]?\])?\s*/, '')
        .replaceAll(/\s+/g, ' ')
        .trim()
    )
    .filter((title) => title !== '')
  return { titles, tooMany: titles.length > bulkLimit, tooLong: titles.find((title) => title.length > titleLimit) }
}
