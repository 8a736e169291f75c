import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { parse } from 'yaml'
import { OpsError } from '../exit-codes.ts'
import { privateFile } from '../private-file.ts'

/** The files in which the runbook of old keeps its secrets. OpsError for one that others may read. */
export type SourceFiles = {
  text(path: string): string | undefined
  /** `redis.password` of deploy-k3s/config.yaml. */
  setting(path: string): string | undefined
  /** Of deploy/prod.env. */
  variable(name: string): string | undefined
}

export function sourceFilesIn(folder: string): SourceFiles {
  const text = (path: string) => {
    const file = join(folder, path)
    if (!existsSync(file)) return undefined
    const found = privateFile(file, 'a source of secrets').reveal()
    return found === '' ? undefined : found
  }
  const settings = once(() => yamlOf(text('deploy-k3s/config.yaml')))
  const variables = once(() => parseEnv(text('deploy/prod.env') ?? ''))
  return {
    text,
    setting(path) {
      const found = path.split('.').reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), settings())
      return typeof found === 'string' || typeof found === 'number' ? String(found) || undefined : undefined
    },
    variable: (name) => variables()[name] || undefined
  }
}

function yamlOf(text: string | undefined): unknown {
  try {
    return parse(text ?? '')
  } catch {
    // What the parser says repeats what it could not read.
    throw new OpsError('wrong use', 'deploy-k3s/config.yaml cannot be read as YAML.')
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
