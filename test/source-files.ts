import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** A file of ours: its path from the root and its text. */
export type SourceFile = { readonly path: string; readonly text: string }

/** The TypeScript files below some folders, tests included. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders
    .flatMap((folder) =>
      globSync(`${folder}/**/*.{ts,tsx}`, {
        cwd: root,
        exclude: (path) => path.includes('node_modules') || path.endsWith('dist')
      })
    )
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

/** What a file imports: paths from the root for our own files, the specifier as it stands for packages. */
export function importsOf({ path, text }: SourceFile): string[] {
  const specifiers = [
    ...text.matchAll(
      /(?:^|\n)(?:import|export)\s[^'"`;]*?from\s+'([^']+)'|(?:^|\n)import\s+'([^']+)'|import\('([^']+)'\)/g
    )
  ]
  return specifiers.map(([, from, bare, dynamic]) => resolve(path, from ?? bare ?? dynamic ?? ''))
}

function resolve(path: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1)
  return specifier.startsWith('.') ? relative(root, join(root, dirname(path), specifier)) : specifier
}
