import type { Plugin } from 'vite'

/**
 * The browser needs the addresses of the contract, not its schemas: checking is the server's. Each schema becomes an
 * object that knows its properties (the contract reads those), which keeps the whole of TypeBox (17 kB gz) out of the page.
 */
export function contractWithoutSchemas(): Plugin {
  const id = '\0typebox'
  return {
    name: 'contract-without-schemas',
    enforce: 'pre',
    resolveId: (source) => (source === 'typebox' ? id : null),
    load: (source) =>
      source === id
        ? `const schema = (of) => ({ properties: of?.properties ?? of ?? {} })
           export default new Proxy({}, { get: () => schema })`
        : null
  }
}
