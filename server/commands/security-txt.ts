import { readFileSync } from 'node:fs'
import { ConfigError, type Config } from '../platform/config.ts'
import type { Ground } from '../platform/make-context.ts'
import { readSecurityTxt, remarkOn, type SecurityTxt } from '../platform/security-txt.ts'

/** The operator's own file, if there is one; says in the log what they should know of it. Throws `ConfigError`. */
export function openSecurityTxt(
  { securityTxtFile: path, publicUrl }: Pick<Config, 'securityTxtFile' | 'publicUrl'>,
  { log, now }: Pick<Ground, 'log' | 'now'>
): SecurityTxt | undefined {
  if (path === undefined) return undefined
  const read = readSecurityTxt(textOf(path), { publicUrl, now: now() })
  if ('problems' in read) throw new ConfigError(read.problems.map((problem) => `securityTxtFile: ${path} ${problem}`))
  const remark = remarkOn(read, now())
  if (remark !== undefined) log.warn({}, `securityTxtFile: ${path} ${remark}`)
  return read
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigError([`securityTxtFile: ${error instanceof Error ? error.message : String(error)}`])
  }
}
