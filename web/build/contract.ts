import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'
import type { Route } from '../../contract/route.ts'

const contractFile = /[\\/]contract[\\/][a-z-]+\.ts$/

/**
 * The browser needs the addresses of the contract, not its schemas: checking is the server's. A file with routes becomes
 * a list of those addresses (and of its plain lists), each of which is left out again where it is not used. A schema
 * used in the browser is an import that is not found. Keeps the whole of TypeBox (17 kB gz) out of the page.
 */
export function contractAsAddresses(): Plugin {
  return {
    name: 'contract-as-addresses',
    enforce: 'pre',
    async load(id) {
      if (!contractFile.test(id)) return null
      const module: Record<string, unknown> = await import(pathToFileURL(id).href)
      return Object.values(module).some(isRoute) ? { code: addressesOf(module), map: null } : null
    }
  }
}

/** TypeBox for the few files of the contract that have rules beside schemas: every schema is an empty object. */
export function withoutSchemas(): Plugin {
  const id = '\0typebox'
  return {
    name: 'without-schemas',
    enforce: 'pre',
    resolveId: (source) => (source === 'typebox' ? id : null),
    load: (source) =>
      source === id ? 'export default new Proxy({}, { get: () => /* @__PURE__ */ () => ({ properties: {} }) })' : null
  }
}

function addressesOf(module: Record<string, unknown>): string {
  const lines = Object.entries(module).flatMap(([name, value]) => {
    const kept = isRoute(value) ? addressOf(value) : isPlainList(value) ? value : undefined
    return kept === undefined ? [] : [`export const ${name} = ${JSON.stringify(kept)}`]
  })
  return lines.join('\n')
}

/** What `web/api.ts` reads of a route. */
function addressOf({ method, path, access, tagged, reply, file, bytes }: Route) {
  const kept = {
    ...(tagged && { tagged }),
    ...(reply && { reply: {} }),
    ...(file && { file }),
    ...(bytes && { bytes })
  }
  return { method, path, access, ...kept }
}

function isRoute(value: unknown): value is Route {
  return typeof value === 'object' && value !== null && 'path' in value && 'access' in value
}

function isPlainList(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string' || typeof entry === 'number')
}
