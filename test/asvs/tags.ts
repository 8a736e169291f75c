import type { SourceFile } from '../source-files.ts'

/** `// ASVS 6.2.1, 6.2.4` directly above a test or a row of the scoreboard says what it shows. */
export type Tag = { readonly ids: readonly string[]; readonly path: string; readonly title: string }

const tagged = /^[ \t]*\/\/ ASVS (.*)\n(?=([\s\S]{0,500}))/gm
/** A test by itself, or the one that a loop makes of each of its turns. */
const testTitle =
  /^(?:\s*\/\/ .*\n)*(?:\s*for \([\s\S]{0,300}?\) \{\n)?\s*(?:await t\.)?test\(\s*(?:'((?:[^'\\]|\\.)+)'|"([^"]+)"|`([^`]+)`)/
/** An entry of a list that a test goes through. */
const entryTitle = /^\s*\{\s*what: '([^']+)'/
const rowTitle = /^export const row\b[\s\S]*?id: '(S\d+)'/

export function tagsOf(files: readonly SourceFile[]): Tag[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(tagged)].map(([, ids = '', below = '']) => {
      const title = titleOf(below)
      if (title === undefined) throw new Error(`${path}: "ASVS ${ids}" stands above no test`)
      return { ids: ids.split(', '), path, title }
    })
  )
}

function titleOf(below: string): string | undefined {
  const row = rowTitle.exec(below)?.[1]
  if (row) return `scoreboard ${row}`
  const entry = entryTitle.exec(below)?.[1]
  if (entry) return entry
  const [, single, double, template] = testTitle.exec(below) ?? []
  return single?.replaceAll(String.raw`\'`, "'") ?? double ?? template
}
