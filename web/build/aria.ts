import type { Plugin } from 'vite'

const texts =
  /react-(aria|stately|aria-components)[\\/]dist[\\/]private[\\/]intl[\\/].*[\\/]?(?<locale>[a-z]{2}-[A-Z]{2})\.mjs$/

/** React Aria brings its own words in 34 languages; we speak two of them. */
export function ariaInTwoLanguages(): Plugin {
  return {
    name: 'aria-in-two-languages',
    enforce: 'pre',
    load(id) {
      const locale = texts.exec(id)?.groups?.['locale']
      if (locale === undefined || locale === 'en-US' || locale === 'de-DE') return null
      return 'export default {}'
    }
  }
}

/** On iOS React Aria injects a style element while a dialog is open; our policy forbids that, and dialog.css says the same. */
export function ariaUnderStrictPolicy(): Plugin {
  const injection = 'document.head.prepend(style);'
  return {
    name: 'aria-under-strict-policy',
    enforce: 'pre',
    transform(code, id) {
      if (!/overlays[\\/]usePreventScroll\.mjs$/.test(id)) return null
      if (!code.includes(injection)) this.error('React Aria no longer injects this style: take the plugin out')
      return { code: code.replace(injection, ''), map: null }
    }
  }
}

/** Its live region empties itself through innerHTML, which Trusted Types refuse; `replaceChildren` does the same. */
export function ariaUnderTrustedTypes(): Plugin {
  const emptying = ".innerHTML = ''"
  return {
    name: 'aria-under-trusted-types',
    enforce: 'pre',
    transform(code, id) {
      if (!/dist[\\/]private[\\/]live-announcer[\\/]LiveAnnouncer\.mjs$/.test(id)) return null
      if (!code.includes(emptying)) this.error('React Aria no longer empties its live region so: take the plugin out')
      return { code: code.replaceAll(emptying, '.replaceChildren()'), map: null }
    }
  }
}
