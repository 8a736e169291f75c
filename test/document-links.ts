import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './source-files.ts'

/** A link to a file of ours, both as paths from the root. */
export type DocumentLink = { readonly from: string; readonly to: string }

/** The files that our documents lead to or show; not what stands in the web. */
export function documentLinks(): DocumentLink[] {
  const documents = globSync(['*.md', '{docs,bench,scoreboard}/**/*.md'], { cwd: root })
  return documents.flatMap((from) => {
    const targets = readFileSync(join(root, from), 'utf8').matchAll(/\]\(([^)\s:#]+)(?:#[^)]*)?\)/g)
    return [...targets].map(([, target = '']) => ({ from, to: join(dirname(from), target) }))
  })
}
