import { readFileSync } from 'node:fs'

/** The version in package.json. */
export const version = versionOf(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')))

function versionOf(manifest: { version: string }): string {
  return manifest.version
}
