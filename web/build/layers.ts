import type { Plugin } from 'vite'

/** The order of the cascade layers stands at the head of every style file: whichever arrives first settles it. */
export function layerOrder(): Plugin {
  return {
    name: 'layer-order',
    enforce: 'pre',
    transform: (code, id) =>
      /[\\/]web[\\/].*\.css$/.test(id) ? { code: `@layer tokens, base, ui, pages;\n${code}`, map: null } : null
  }
}
