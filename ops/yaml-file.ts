import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** What stands in a YAML file. Throws what `refusal` makes of why it cannot be had; no word of the file is in that. */
export function readYaml(path: string, refusal: (why: string) => Error): unknown {
  const text = opened(path, refusal)
  try {
    return parse(text)
  } catch {
    throw refusal('cannot be read as YAML.')
  }
}

function opened(path: string, refusal: (why: string) => Error): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw refusal(`cannot be opened (${(error as NodeJS.ErrnoException).code}).`) // of node:fs
  }
}
